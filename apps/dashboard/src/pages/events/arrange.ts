import type { EventVolumeBody } from '@muster/protocol';

/** How a list of the catalog is searched, filtered and ordered: as it stands in the address. */
export interface CatalogSearch {
  q?: string;
  source?: string;
  sort?: string;
  /** `all`: hidden ones, too. */
  show?: string;
}

const words = new Intl.Collator(undefined, { numeric: true });

/** What a list of the catalog is made of. */
export interface Listed {
  source: string;
  label: string;
  description: string;
  hidden: boolean;
}

/** Those that have the text in name or description, of the source, hidden ones only when asked for. */
export function findListed<Item extends Listed>(
  items: readonly Item[],
  { q = '', source, show }: CatalogSearch,
): Item[] {
  const wanted = q.trim().toLocaleLowerCase();
  return items.filter(
    (item) =>
      (show === 'all' || !item.hidden) &&
      (source === undefined || item.source === source) &&
      [item.label, item.description].some((text) => text.toLocaleLowerCase().includes(wanted)),
  );
}

/** The value that a list is ordered by: texts as people order them, the greatest number last. */
export type ReadField<Item> = (item: Item) => string | number;

/** In the order that the address says, by fields of these names; else as they came. */
export function sortListed<Item extends Listed, Field extends string>(
  items: readonly Item[],
  sort: string | undefined,
  fields: Record<Field, ReadField<Item>>,
): Item[] {
  const { field, descending } = readSorting(sort, fields) ?? {};
  if (field === undefined) return [...items];
  const read = fields[field];
  const order = descending ? -1 : 1;
  return items.toSorted((one, other) => {
    const [a, b] = [read(one), read(other)];
    const isNumber = typeof a === 'number' && typeof b === 'number';
    return order * (isNumber ? a - b : words.compare(String(a), String(b)));
  });
}

/** What `name` or `-name` of an address means; nothing when there is no such field. */
export function readSorting<Field extends string>(
  sort: string | undefined,
  fields: Record<Field, unknown>,
): { field: Field; descending: boolean } | undefined {
  const descending = sort?.startsWith('-') ?? false;
  const field = sort?.slice(descending ? 1 : 0);
  if (field === undefined || !Object.hasOwn(fields, field)) return undefined;
  return { field: field as Field, descending };
}

/** How often in the days that are shown. */
export function countRecent({ days }: Pick<EventVolumeBody, 'days'>): number {
  return days.reduce((sum, count) => sum + count, 0);
}
