import type { Group } from '@muster/conditions';
import { readGroup } from '../../api/read-group.ts';

const tabs = ['users', 'history', 'sizes', 'overlap'] as const;
export type SegmentTab = (typeof tabs)[number];

/** What the address says of the page of a segment. */
export interface SegmentSearch {
  tab?: SegmentTab;
}

export function readSegmentSearch({ tab }: Record<string, unknown>): SegmentSearch {
  const known = tabs.find((one) => one === tab);
  return known === undefined ? {} : { tab: known };
}

/** What a new segment begins with: the conditions of a filter that is saved as one. */
export interface NewSegmentSearch extends SegmentSearch {
  conditions?: Group;
}

export function readNewSegmentSearch(search: Record<string, unknown>): NewSegmentSearch {
  const conditions = readGroup(search.conditions);
  return { ...readSegmentSearch(search), ...(conditions && { conditions }) };
}
