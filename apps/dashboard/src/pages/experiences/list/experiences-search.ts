/** What the address says of the list. Types, statuses and fields that nobody knows find everything. */
export interface ExperiencesSearch {
  q?: string;
  type?: string;
  status?: string;
  sort?: string;
  /** True while a type is chosen for a new one. */
  new?: boolean;
}

const texts = ['q', 'type', 'status', 'sort'];

/** Every page loads this: what the values mean is for the list to know. */
export function readExperiencesSearch(search: Record<string, unknown>): ExperiencesSearch {
  const known = Object.entries(search).filter(([name, value]) =>
    name === 'new' ? value === true : texts.includes(name) && typeof value === 'string' && value,
  );
  return Object.fromEntries(known);
}
