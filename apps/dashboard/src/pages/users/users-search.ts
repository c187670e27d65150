import type { Group } from '@muster/conditions';
import type { Sort } from '@muster/protocol';
import { readGroup } from '../../api/read-group.ts';

const sortFields = [
  'id',
  'name',
  'email',
  'lastActivity',
  'created',
  'firstSeen',
  'sessions',
] as const;
const tabs = ['data', 'activity', 'segments', 'experiences'] as const;

export type UserSortField = (typeof sortFields)[number];
export type ProfileTab = (typeof tabs)[number];

/** What the address says of the Users page and of the profile over it. */
export interface UsersSearch {
  /** What stands in the search box. */
  q?: string;
  /** The conditions of the filter; the server judges them. */
  filter?: Group;
  sort?: Sort;
  /** The columns, in their order. */
  columns?: string[];
  /** Which kind of id the open profile's is; a user id unless said. */
  kind?: 'anonymous';
  tab?: ProfileTab;
}

/** Reads the address; whatever it does not know is left out. */
export function readUsersSearch(search: Record<string, unknown>): UsersSearch {
  const { q, filter, sort, columns, kind, tab } = search;
  const group = readGroup(filter);
  return {
    ...(typeof q === 'string' && q !== '' && { q }),
    // A search like `2024` is written as a number by whoever types the address.
    ...(typeof q === 'number' && { q: String(q) }),
    ...(group && { filter: group }),
    ...(isSort(sort) && { sort }),
    ...(isTexts(columns) && { columns }),
    ...(kind === 'anonymous' && { kind }),
    ...(isTab(tab) && { tab }),
  };
}

function isSort(value: unknown): value is Sort {
  return sortFields.some((field) => value === field || value === `-${field}`);
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}

function isTab(value: unknown): value is ProfileTab {
  return tabs.some((tab) => tab === value);
}
