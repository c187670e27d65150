import type { CatalogBody } from '@muster/protocol';
import type { ImportRow } from '../../store/import-rows.ts';
import { isRun } from '../experiences/existing-ids.ts';

const collator = new Intl.Collator('en', { numeric: true });

/** What conditions can ask about imports: those that have been run, in order of name. */
export function toCatalogImports(rows: readonly ImportRow[]): CatalogBody['imports'] {
  return rows
    .filter(isRun)
    .map(({ id, name }) => ({ id, name }))
    .sort((a, b) => collator.compare(a.name, b.name) || (a.id < b.id ? -1 : 1));
}
