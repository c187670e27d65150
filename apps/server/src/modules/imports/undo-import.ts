import type { Value } from '@muster/conditions';
import type { ImportChange, ImportRow } from '../../store/import-rows.ts';
import type { Change, Store, WriteTransaction } from '../../store/store.ts';
import type { ProfileDocument, Stamped } from '../profiles/profile-document.ts';

/** Users of one transaction: what others write meanwhile has little to wait for. */
const usersAtOnce = 200;

export interface UndoParts {
  store: Store;
  /** Called when something was written. */
  onChange: () => void;
}

/**
 * Takes back what an import did, some users a transaction. What it did to a user is forgotten with the
 * same transaction, so it may be run again whatever ended it before. Where the project has gone there is
 * nothing to do. Rejects with the reason of the signal.
 */
export async function undoImport(
  { store, onChange }: UndoParts,
  { number, project, id }: ImportRow,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    signal.throwIfAborted();
    const isDone = await store.write(async (tx) => {
      if (!(await tx.hasProject(project))) return true;
      const row = await tx.import(project, id);
      if (row?.undo === undefined) throw new Error(`Import ${number} is not being undone`);
      const touched = await tx.scanImportChanges(number, 0, usersAtOnce);
      if (touched.length === 0) return true;
      const counts = await undoIn(tx, row, touched);
      const { undo } = row;
      await tx.updateImport({
        ...row,
        undo: {
          ...undo,
          restored: undo.restored + counts.restored,
          removed: undo.removed + counts.removed,
          kept: undo.kept + counts.kept,
        },
      });
      return false;
    });
    if (isDone) return;
    onChange();
  }
}

type Touched = { number: number; change: ImportChange };

async function undoIn(tx: WriteTransaction, row: ImportRow, touched: readonly Touched[]) {
  const { project, number: ofImport } = row;
  const numbers = touched.map(({ number }) => number);
  const documents = await tx.profiles(project, numbers);
  const documentByNumber = new Map(documents.map((document) => [document.number, document]));
  const laterByNumber = await readOthers(tx, row, documents);
  const counts = { restored: 0, removed: 0, kept: 0 };
  const changed: ProfileDocument[] = [];
  const erased: number[] = [];
  const rewritten: { import: number; number: number; change: ImportChange }[] = [];
  for (const { number, change } of touched) {
    const document = documentByNumber.get(number);
    // Erased since.
    if (document === undefined) continue;
    const others = laterByNumber.get(number) ?? [];
    if (change.type === 'created' && (await isOfImportAlone(tx, row, document))) {
      erased.push(number);
      counts.removed += 1;
      continue;
    }
    changed.push(takeBack(document, change, row));
    counts[change.type === 'created' ? 'kept' : 'restored'] += 1;
    for (const other of others) {
      rewritten.push({ ...other, change: takeOver(other.change, change, row) });
    }
  }
  await tx.putProfiles(project, changed);
  await tx.putImportChanges(rewritten);
  for (const number of erased) await tx.erase(project, number);
  await tx.deleteImportChanges(ofImport, numbers);
  const changes: Change[] = erased.map((number) => ({ type: 'erase', project, number }));
  if (changed.length > 0) {
    changes.push({ type: 'profiles', project, numbers: changed.map(({ number }) => number) });
  }
  if (changes.length > 0) await tx.appendChanges(changes);
  return counts;
}

/** What other imports did to these users, by the number of the user. */
async function readOthers(
  tx: WriteTransaction,
  { project, id }: ImportRow,
  documents: readonly ProfileDocument[],
) {
  const inOthers = documents.filter(({ imports }) => imports.some((other) => other !== id));
  const found = new Map<number, { import: number; number: number; change: ImportChange }[]>();
  if (inOthers.length === 0) return found;
  const importById = new Map((await tx.imports(project)).map((row) => [row.id, row.number]));
  const pairs = inOthers.flatMap(({ number, imports }) =>
    imports.flatMap((other) => {
      const ofImport = importById.get(other);
      return other === id || ofImport === undefined ? [] : [{ import: ofImport, number }];
    }),
  );
  for (const entry of await tx.importChanges(pairs)) {
    found.set(entry.number, [...(found.get(entry.number) ?? []), entry]);
  }
  return found;
}

/** True when nothing is known of a user but what the import said. */
async function isOfImportAlone(
  tx: WriteTransaction,
  row: ImportRow,
  document: ProfileDocument,
): Promise<boolean> {
  const { firstSeen, sessions, tags, traits, interactions, answers, imports, attributes } =
    document;
  const isPassive = firstSeen === undefined && sessions === 0 && tags.length === 0;
  const isSilent = traits.size === 0 && interactions.size === 0 && answers.size === 0;
  if (!isPassive || !isSilent || imports.some((id) => id !== row.id)) return false;
  const native = [document.name, document.email, document.language];
  const stamped = [...native.filter((one) => one !== undefined), ...attributes.values()];
  if (!stamped.every((one) => isOf(row, one))) return false;
  return (await tx.eventsOf(row.project, document.number, 1)).length === 0;
}

/** The document without what the import set, as far as it is still there. */
function takeBack(
  document: ProfileDocument,
  change: ImportChange,
  row: ImportRow,
): ProfileDocument {
  const attributes = new Map(document.attributes);
  const imports = document.imports.filter((id) => id !== row.id);
  const after: ProfileDocument = { ...document, imports, attributes };
  for (const field of nativeFields) {
    if (!isOf(row, document[field])) continue;
    const before = findNative(change, field);
    if (before === null) delete after[field];
    else after[field] = before;
  }
  for (const [key, present] of document.attributes) {
    if (!isOf(row, present)) continue;
    const before = findAttribute(change, key);
    if (before === null) attributes.delete(key);
    else attributes.set(key, before);
  }
  return after;
}

/**
 * What another import did, once this one is undone: where it replaced a value of this one, it is as if it
 * had replaced what was there before.
 */
function takeOver(other: ImportChange, change: ImportChange, row: ImportRow): ImportChange {
  if (other.type === 'created') return other;
  const native = { ...other.native };
  for (const field of nativeFields) {
    if (isOf(row, native[field])) native[field] = findNative(change, field);
  }
  const attributes = new Map(other.attributes);
  for (const [key, before] of attributes) {
    if (isOf(row, before)) attributes.set(key, findAttribute(change, key));
  }
  return { type: 'updated', native, attributes };
}

const nativeFields = ['name', 'email', 'language'] as const;

function findNative(change: ImportChange, field: (typeof nativeFields)[number]) {
  return change.type === 'created' ? null : (change.native[field] ?? null);
}

function findAttribute(change: ImportChange, key: string) {
  return change.type === 'created' ? null : (change.attributes.get(key) ?? null);
}

/** True for a value that the import set. */
function isOf(
  { fileName, startedAt }: ImportRow,
  stamped: Stamped<Value> | null | undefined,
): boolean {
  return stamped?.at === startedAt && stamped?.source === toLabel(fileName);
}

/** What an import shows as Source. */
export function toLabel(fileName: string): string {
  return `CSV: ${fileName}`;
}
