import type { ExperienceType } from '@muster/protocol';
import { type ShownStatus, shownStatuses } from '../experience-status.ts';

export const sortableFields = ['name', 'type', 'status', 'updatedAt'] as const;
export type ExperienceField = (typeof sortableFields)[number];

/** A field to sort by, descending with `-`, as it stands in the address. */
export type ExperienceSort = ExperienceField | `-${ExperienceField}`;

export interface ExperiencesSearch {
  q?: string;
  type?: ExperienceType;
  status?: ShownStatus;
  sort?: ExperienceSort;
  /** True while a type is chosen for a new one. */
  new?: boolean;
}

// Not the protocol's own list: its schemas would come along into the first load.
const types: readonly ExperienceType[] = [
  'tour',
  'survey',
  'banner',
  'hint',
  'checklist',
  'post',
  'resourceCenter',
];

/** What the address says of the list; whatever it does not know is left out. */
export function readExperiencesSearch(search: Record<string, unknown>): ExperiencesSearch {
  const { q, sort } = search;
  const type = types.find((one) => one === search.type);
  const status = shownStatuses.find((one) => one === search.status);
  return {
    ...(typeof q === 'string' && q !== '' && { q }),
    ...(type && { type }),
    ...(status && { status }),
    ...(isSort(sort) && { sort }),
    ...(search.new === true && { new: true }),
  };
}

function isSort(value: unknown): value is ExperienceSort {
  return sortableFields.some((field) => value === field || value === `-${field}`);
}
