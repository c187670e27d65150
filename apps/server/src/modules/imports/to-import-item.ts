import { checkValue, type Instant, type Value } from '@muster/conditions';
import { foldEmail } from '../../store/user-emails.ts';
import type { ImportRowItem, Origin } from '../ingest/ingest-item.ts';
import { createLoadOrigin } from '../ingest/load-origin.ts';
import { ItemRefused, readUserId } from '../ingest/read-fields.ts';
import { cutValue } from '../load/load-source.ts';
import type { NativeChanges } from '../profiles/profile-changes.ts';
import type { ImportPlan, PlannedColumn, RawCell, RawImportRow, RowIssue } from './import-plan.ts';

/** Checks the rows of one plan; what is refused is among the issues of the item. Never throws. */
export function createImportItemMaker(plan: ImportPlan, arrivedAt: Instant) {
  const origin: Origin = createLoadOrigin(plan.label);
  const { columns } = plan;

  return (raw: RawImportRow): ImportRowItem => {
    const issues: RowIssue[] = [...(raw.issues ?? [])];
    const userId = readIdentity(plan, raw, issues);
    const native: NativeChanges = {};
    const attributes = new Map<string, Value | null>();
    for (let place = 0; place < columns.length; place += 1) {
      const column = columns[place] as PlannedColumn;
      const value = readValue(plan, raw.cells?.[place] ?? null, column.name, issues);
      if (value === undefined) continue;
      // Native columns are of kind string.
      if ('native' in column.to) native[column.to.native] = value as string | null;
      else attributes.set(column.to.key, value);
    }
    const { row, id } = raw;
    const { at: timestamp } = plan;
    const what = { type: 'importRow', origin, timestamp, arrivedAt, plan, row } as const;
    const item: ImportRowItem = { ...what, native, attributes, issues };
    if (userId !== undefined) item.identity = { kind: 'user', id: userId };
    if (plan.matches === 'email' && id !== undefined) item.email = id;
    return item;
  };
}

/** The id of the user; of one who is found by an address, the id she gets if she is new. */
function readIdentity(
  { matches, identifier }: ImportPlan,
  { id }: RawImportRow,
  issues: RowIssue[],
): string | undefined {
  if (id === undefined) return undefined;
  try {
    return readUserId({ userId: matches === 'email' ? foldEmail(id) : id });
  } catch (error) {
    if (!(error instanceof ItemRefused)) throw error;
    const reason = error.message.replace('userId', 'User ID');
    issues.push({ column: identifier, value: cutValue(id), reason, scope: 'row' });
    return undefined;
  }
}

/** `undefined` leaves what is there, `null` removes it. */
function readValue(
  { clearsBlanks }: ImportPlan,
  cell: RawCell,
  column: string,
  issues: RowIssue[],
): Value | null | undefined {
  if (cell === null) return undefined;
  if (cell === '') return clearsBlanks ? null : undefined;
  const checked = checkValue(cell);
  if (checked.ok) return checked.value;
  const value = cutValue(typeof cell === 'string' ? cell : JSON.stringify(cell));
  issues.push({ column, value, reason: checked.message, scope: 'cell' });
  return undefined;
}
