const tabs = ['users', 'history'] as const;
export type SegmentTab = (typeof tabs)[number];

/** What the address says of the page of a segment. */
export interface SegmentSearch {
  tab?: SegmentTab;
}

export function readSegmentSearch({ tab }: Record<string, unknown>): SegmentSearch {
  const known = tabs.find((one) => one === tab);
  return known === undefined ? {} : { tab: known };
}
