import { isDeepStrictEqual } from 'node:util';
import type { Value } from '@muster/conditions';
import type { ImportChange } from '../../store/import-rows.ts';
import type { RowIssue } from '../imports/import-plan.ts';
import { setAttributes, setNative } from '../profiles/profile-changes.ts';
import type { ProfileDocument, Stamped } from '../profiles/profile-document.ts';
import { addImport } from '../profiles/profile-history.ts';
import type { Counted, ImportLedger } from './import-ledger.ts';
import type { ImportRowItem } from './ingest-item.ts';
import { documentOf, type People, type Person } from './people.ts';

type UpdateChange = Extract<ImportChange, { type: 'updated' }>;

const nativeFields = ['name', 'email', 'language'] as const;

/** Applies one row of an imported file in memory, and notes down what it did. */
export function applyImportRow(people: People, ledger: ImportLedger, item: ImportRowItem): void {
  const { counted, issues = [] } = takeRow(people, ledger, item);
  ledger.note(item, counted, issues);
}

interface Taken {
  counted: Counted;
  issues?: readonly RowIssue[];
}

function takeRow(people: People, ledger: ImportLedger, item: ImportRowItem): Taken {
  const { identity, plan } = item;
  if (identity === undefined) return { counted: 'refused' };
  const found = findImported(people, item);
  if (found.length > 1) return { counted: 'refused', issues: [refuseSeveral(item)] };
  const [known] = found;
  const isWanted = known === undefined ? plan.createsUsers : plan.updatesUsers;
  if (!isWanted) return { counted: 'skipped' };
  const person = known ?? people.findOrCreate(identity, item.arrivedAt);
  const before = documentOf(person);
  const { document, issues } = setValues(before, item, known === undefined);
  people.update(person, addImport(document, plan.id));
  if (known === undefined) {
    ledger.keep(item, person, { type: 'created' });
    return { counted: 'created', issues };
  }
  const change = toChange(before, document, item);
  ledger.keep(item, person, change);
  const counted = saysNews(change, document) ? 'updated' : 'unchanged';
  return before.imports.includes(plan.id)
    ? { counted, issues: [...issues, noteRepeated(item)] }
    : { counted, issues };
}

function noteRepeated({ plan, identity }: ImportRowItem): RowIssue {
  const reason = 'An earlier row is about this user, too: rows are applied in their order.';
  return { column: plan.identifier, value: identity?.id ?? '', reason, scope: 'note' };
}

/** What is said of a row whose address more than one user has. */
export function refuseSeveral({ plan, email = '' }: ImportRowItem): RowIssue {
  const reason = 'Several users have this email address: only a User ID tells them apart.';
  return { column: plan.identifier, value: email, reason, scope: 'row' };
}

/** Who the row is about; nobody yet, or, where addresses tell, perhaps several. */
function findImported(people: People, { identity, email }: ImportRowItem): Person[] {
  const alike = email === undefined ? [] : people.findByEmail(email);
  if (alike.length > 0) return alike;
  const person = identity && people.find(identity);
  return person ? [person] : [];
}

function setValues(before: ProfileDocument, item: ImportRowItem, isNew: boolean) {
  const stamp = { source: item.origin.label, at: item.timestamp };
  const native = { ...item.native };
  for (const field of nativeFields) {
    // Nothing is to be removed of what is not there.
    if (native[field] === null && !before[field]?.value) delete native[field];
  }
  if (isNew && item.email !== undefined) native.email ??= item.email;
  const changes = withoutIdleRemovals(item.attributes, before);
  const { document, refused } = setAttributes(setNative(before, native, stamp), changes, stamp);
  if (refused.length === 0) return { document, issues: [] };
  const issues = refused.map(({ key, message }) => {
    const column = item.plan.columns.find(({ to }) => 'key' in to && to.key === key)?.name ?? key;
    return { column, value: '', reason: message, scope: 'cell' as const };
  });
  return { document, issues };
}

/** Nothing is to be removed of what is not there; nearly always all is as it was given. */
function withoutIdleRemovals(
  changes: ImportRowItem['attributes'],
  { attributes }: ProfileDocument,
): ImportRowItem['attributes'] {
  let kept: Map<string, Value | null> | undefined;
  for (const [key, value] of changes) {
    if (value !== null || isSet(attributes.get(key))) continue;
    kept ??= new Map(changes);
    kept.delete(key);
  }
  return kept ?? changes;
}

function isSet(stamped: Stamped<Value> | undefined): boolean {
  return stamped !== undefined && stamped.value !== null;
}

/** What was there of all that was written anew. */
function toChange(
  before: ProfileDocument,
  after: ProfileDocument,
  item: ImportRowItem,
): UpdateChange {
  const change: UpdateChange = { type: 'updated', native: {}, attributes: new Map() };
  for (const field of nativeFields) {
    if (after[field] !== before[field]) change.native[field] = before[field] ?? null;
  }
  for (const key of item.attributes.keys()) {
    const present = before.attributes.get(key);
    if (after.attributes.get(key) !== present) change.attributes.set(key, present ?? null);
  }
  return change;
}

/** False when every value is what it was; who says so last has changed all the same. */
function saysNews({ native, attributes }: UpdateChange, after: ProfileDocument): boolean {
  const isOther = (before: Stamped<Value> | null, now: Stamped<Value> | undefined) =>
    !isDeepStrictEqual(before?.value ?? null, now?.value ?? null);
  return (
    nativeFields.some((field) => field in native && isOther(native[field] ?? null, after[field])) ||
    [...attributes].some(([key, before]) => isOther(before, after.attributes.get(key)))
  );
}
