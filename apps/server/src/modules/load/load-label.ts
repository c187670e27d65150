import { basename } from 'node:path';
import type { LoadOptions } from './load-options.ts';

const maxNameLength = 100;

/** What a loaded file shows as Source: `CSV: customers.csv`, `NDJSON: users.ndjson`. */
export function labelOf({ file, source }: Pick<LoadOptions, 'file' | 'source'>): string {
  const name = basename(file).toWellFormed().slice(0, maxNameLength).toWellFormed();
  return `${source === 'ndjson' ? 'NDJSON' : 'CSV'}: ${name}`;
}
