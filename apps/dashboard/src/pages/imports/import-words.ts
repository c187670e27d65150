import type { ImportSummaryBody } from '@muster/protocol';
import { formatCount, formatNumber } from '../../ui/number-text.tsx';

type Counts = ImportSummaryBody['counts'];

/** What can become of a row, as it is told everywhere. */
const countWords = {
  created: 'created',
  updated: 'updated',
  unchanged: 'unchanged',
  skipped: 'left out',
  refused: 'refused',
} as const satisfies Record<keyof Counts, string>;

/** The kinds of outcome in the order in which they are told. */
const countKeys = Object.keys(countWords) as (keyof Counts)[];

/** `7,000 created · 43 refused`; what did not happen is not said. */
export function describeCounts(counts: Counts): string {
  const parts = countKeys
    .filter((key) => counts[key] > 0)
    .map((key) => `${formatNumber(counts[key])} ${countWords[key]}`);
  return parts.length > 0 ? parts.join(' · ') : 'no rows';
}

/** `3,500 of 7,043 rows`. */
export function describeProgress({ rows, ofRows }: { rows: number; ofRows: number }): string {
  return `${formatNumber(rows)} of ${describeRows(ofRows)}`;
}

const units = ['bytes', 'kB', 'MB', 'GB'];

/** `977 kB`, `50 MB`: in powers of 1,024, like the limit of the server. */
export function formatBytes(bytes: number): string {
  const power = bytes < 1024 ? 0 : Math.min(3, Math.floor(Math.log2(bytes) / 10));
  const size = bytes / 1024 ** power;
  const digits = size < 10 && power > 0 ? 1 : 0;
  return `${size.toLocaleString(undefined, { maximumFractionDigits: digits })} ${units[power]}`;
}

/** `7,043 rows`. */
export function describeRows(rows: number): string {
  return formatCount(rows, 'row');
}
