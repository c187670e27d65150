import type { SegmentSummaryBody } from '@muster/protocol';

export const sortableFields = ['name', 'audience', 'createdAt', 'updatedAt'] as const;
export type SegmentField = (typeof sortableFields)[number];

/** A field to sort by, descending with `-`, as it stands in the address. */
export type SegmentSort = SegmentField | `-${SegmentField}`;

export interface SegmentsSearch {
  q?: string;
  sort?: SegmentSort;
}

/** What the address says of the list; whatever it does not know is left out. */
export function readSegmentsSearch({ q, sort }: Record<string, unknown>): SegmentsSearch {
  return {
    ...(typeof q === 'string' && q !== '' && { q }),
    ...(isSort(sort) && { sort }),
  };
}

function isSort(value: unknown): value is SegmentSort {
  return sortableFields.some((field) => value === field || value === `-${field}`);
}

interface Arrangement {
  text: string;
  sort?: SegmentSort | undefined;
  audiences: Readonly<Record<string, number | null>>;
}

/** Those that have the text in name, description, badge or author, in the order asked for. */
export function arrangeSegments(
  segments: readonly SegmentSummaryBody[],
  { text, sort, audiences }: Arrangement,
): SegmentSummaryBody[] {
  const wanted = text.trim().toLocaleLowerCase();
  const found = segments.filter(({ name, description, badge, createdBy, updatedBy }) =>
    [name, description, badge?.label, createdBy, updatedBy].some((part) =>
      part?.toLocaleLowerCase().includes(wanted),
    ),
  );
  if (sort === undefined) return found;
  const descending = sort.startsWith('-');
  const field = (descending ? sort.slice(1) : sort) as SegmentField;
  const order = descending ? -1 : 1;
  return found.sort((one, other) => order * compare(field, one, other, audiences));
}

const words = new Intl.Collator(undefined, { numeric: true });

function compare(
  field: SegmentField,
  one: SegmentSummaryBody,
  other: SegmentSummaryBody,
  audiences: Arrangement['audiences'],
): number {
  if (field === 'name') return words.compare(one.name, other.name);
  if (field === 'audience') return sizeOf(one, audiences) - sizeOf(other, audiences);
  return Date.parse(one[field]) - Date.parse(other[field]);
}

/** One whose audience is not known comes before the empty ones. */
function sizeOf({ id }: SegmentSummaryBody, audiences: Arrangement['audiences']): number {
  return audiences[id] ?? -1;
}
