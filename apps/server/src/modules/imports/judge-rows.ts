import type { ImportFormat } from '@muster/protocol';
import { toIdentityKey } from '../../store/identity-key.ts';
import type { ImportIssue, ImportValidation, ReasonCount } from '../../store/import-rows.ts';
import type { ReadTransaction, Store } from '../../store/store.ts';
import { refuseSeveral } from '../ingest/apply-import-row.ts';
import { mostAlike } from '../ingest/apply-source-item.ts';
import type { ImportRowItem } from '../ingest/ingest-item.ts';
import { openRows } from './open-rows.ts';
import { createImportRowReader, type RowReading } from './read-import-row.ts';
import { createImportItemMaker } from './to-import-item.ts';

/** What a run would read. */
export interface Judged {
  path: string;
  format: ImportFormat;
  project: number;
  reading: RowReading;
}

/** What some rows would come to. */
export interface Judgement {
  /** The last of them. */
  row: number;
  creates: number;
  updates: number;
  skips: number;
  refused: number;
  issues: ImportIssue[];
}

const rowsAtOnce = 500;

/** Ids that are remembered to tell which rows are about one user. */
const maxRemembered = 1_000_000;

/** Reads a file as it would be run, and changes nothing. */
export async function* judgeRows(
  store: Store,
  { path, format, project, reading }: Judged,
): AsyncGenerator<Judgement, void> {
  const readRow = createImportRowReader(reading);
  const makeItem = createImportItemMaker(reading.plan, reading.plan.at);
  const firstRows = new Map<string, number>();
  const { rows } = await openRows(path, format);
  let waiting: ImportRowItem[] = [];
  for await (const batch of rows) {
    for (const { number, row } of batch) {
      if (number === 0) continue;
      waiting.push(makeItem(readRow(row, number)));
      if (waiting.length < rowsAtOnce) continue;
      yield await judgeItems(store, project, waiting, firstRows);
      waiting = [];
    }
  }
  if (waiting.length > 0) yield await judgeItems(store, project, waiting, firstRows);
}

async function judgeItems(
  store: Store,
  project: number,
  items: readonly ImportRowItem[],
  firstRows: Map<string, number>,
): Promise<Judgement> {
  const identities = items.flatMap(({ identity }) => (identity ? [identity] : []));
  const { known, alike } = await store.read(async (tx) => ({
    known: await tx.findNumbers(project, identities),
    alike: await countAlike(tx, project, items),
  }));
  const judgement: Judgement = { row: 0, creates: 0, updates: 0, skips: 0, refused: 0, issues: [] };
  for (const item of items) {
    const { row, identity, plan } = item;
    judgement.row = row;
    judgement.issues.push(...item.issues.map((issue) => ({ row, ...issue })));
    if (identity === undefined) {
      judgement.refused += 1;
      continue;
    }
    const key = toIdentityKey(identity);
    const first = firstRows.get(key);
    if (first === undefined && firstRows.size < maxRemembered) firstRows.set(key, row);
    if (first !== undefined) judgement.issues.push(noteRepeated(item, first));
    const withAddress = alike.get(item.email ?? '') ?? 0;
    if (withAddress > 1) {
      judgement.refused += 1;
      judgement.issues.push({ row, ...refuseSeveral(item) });
      continue;
    }
    const isKnown = withAddress > 0 || known.has(key) || (first !== undefined && plan.createsUsers);
    if (isKnown) judgement[plan.updatesUsers ? 'updates' : 'skips'] += 1;
    else judgement[plan.createsUsers ? 'creates' : 'skips'] += 1;
  }
  return judgement;
}

/** How many users have each address by which the items find theirs; more than some are not counted. */
async function countAlike(
  tx: ReadTransaction,
  project: number,
  items: readonly ImportRowItem[],
): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (const { email } of items) {
    if (email === undefined || counts.has(email)) continue;
    counts.set(email, (await tx.findNumbersByEmail(project, email, mostAlike)).length);
  }
  return counts;
}

function noteRepeated({ row, plan, identity }: ImportRowItem, first: number): ImportIssue {
  const reason = `Row ${first} is about this user, too: rows are applied in their order.`;
  return { row, column: plan.identifier, value: identity?.id ?? '', reason, scope: 'note' };
}

const maxReasons = 1_000;
const shownReasons = 100;
const keptIssues = 100;

/** Adds up judgements. */
export function createTally() {
  const sums = { rows: 0, creates: 0, updates: 0, skips: 0, refused: 0 };
  const issues: ImportIssue[] = [];
  const reasons = new Map<string, ReasonCount>();
  return {
    add({ row, creates, updates, skips, refused, issues: further }: Judgement): void {
      sums.rows = row;
      sums.creates += creates;
      sums.updates += updates;
      sums.skips += skips;
      sums.refused += refused;
      for (const issue of further) {
        if (issues.length < keptIssues) issues.push(issue);
        const { reason, column, scope } = issue;
        // Of what is said of a row alone each text is another; the place of the first is enough.
        const said = scope === 'note' ? 'Another row is about this user, too.' : reason;
        const key = JSON.stringify([said, column, scope]);
        const found = reasons.get(key);
        if (found) found.count += 1;
        else if (reasons.size < maxReasons) {
          reasons.set(key, { reason: said, column, scope, count: 1 });
        }
      }
    },
    read(): ImportValidation {
      const sorted = [...reasons.values()].sort((a, b) => b.count - a.count);
      return { ...sums, reasons: sorted.slice(0, shownReasons), issues: [...issues] };
    },
  };
}
