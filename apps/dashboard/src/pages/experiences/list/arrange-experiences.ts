import type { ExperienceSummaryBody, ExperienceType } from '@muster/protocol';
import { type ShownStatus, shownStatuses, toShownStatus } from '../experience-status.ts';
import { typeLooks } from '../experience-types.ts';

const sortableFields = ['name', 'type', 'status', 'updatedAt'] as const;
export type ExperienceField = (typeof sortableFields)[number];

/** A field to sort by, descending with `-`, as it stands in the address. */
export type ExperienceSort = ExperienceField | `-${ExperienceField}`;

/** True of what the address may sort by. */
export function isSort(value: unknown): value is ExperienceSort {
  return sortableFields.some((field) => value === field || value === `-${field}`);
}

interface Arrangement {
  q?: string | undefined;
  type: ExperienceType | undefined;
  status: ShownStatus | undefined;
  sort: ExperienceSort | undefined;
  /** In milliseconds: what is scheduled becomes live. */
  now: number;
}

/** Those that have the text in name or author and the type and status asked for, in order. */
export function arrangeExperiences(
  experiences: readonly ExperienceSummaryBody[],
  { q = '', type, status, sort, now }: Arrangement,
): ExperienceSummaryBody[] {
  const wanted = q.trim().toLocaleLowerCase();
  const found = experiences.filter(
    (experience) =>
      [experience.name, experience.createdBy, experience.updatedBy].some((text) =>
        text.toLocaleLowerCase().includes(wanted),
      ) &&
      (type === undefined || experience.type === type) &&
      (status === undefined || toShownStatus(experience, now) === status),
  );
  if (sort === undefined) return found;
  const descending = sort.startsWith('-');
  const field = (descending ? sort.slice(1) : sort) as ExperienceField;
  const order = descending ? -1 : 1;
  return found.sort((one, other) => order * compare(field, one, other, now));
}

const words = new Intl.Collator(undefined, { numeric: true });

function compare(
  field: ExperienceField,
  one: ExperienceSummaryBody,
  other: ExperienceSummaryBody,
  now: number,
): number {
  switch (field) {
    case 'name':
      return words.compare(one.name, other.name);
    case 'type':
      return words.compare(typeLooks[one.type].label, typeLooks[other.type].label);
    case 'status':
      return rankOf(one, now) - rankOf(other, now);
    case 'updatedAt':
      return Date.parse(one.updatedAt) - Date.parse(other.updatedAt);
  }
}

function rankOf(experience: ExperienceSummaryBody, now: number): number {
  return shownStatuses.indexOf(toShownStatus(experience, now));
}
