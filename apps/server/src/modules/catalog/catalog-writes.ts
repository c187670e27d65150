import { findNativeField, subjectColumns } from '@muster/conditions';
import type { CatalogSubject, UseBody } from '@muster/protocol';
import type { Caller } from '../../http/authenticate.ts';
import { HttpProblem } from '../../http/problem.ts';
import type { CatalogNote } from '../../store/catalog-notes.ts';
import type { Store, WriteTransaction } from '../../store/store.ts';
import type { IndexQuestions } from '../audience/ask-index.ts';
import { setAttributes, setTraits } from '../profiles/profile-changes.ts';
import type { ProfileDocument } from '../profiles/profile-document.ts';
import { selectHolders } from './catalog-sql.ts';
import { createFindNote } from './notes.ts';
import { findSubjectUses, readUsers } from './subject-uses.ts';

/** Changes of the catalog. Each write is a transaction with its audit entry. */
export interface CatalogWrites {
  /** The note as it is then. Throws a 422 for a native field that does not exist, or one note too many. */
  changeNote(caller: Caller, subject: CatalogSubject, wishes: NoteWishes): Promise<CatalogNote>;
  /**
   * Removes the attribute from at most `limit` users who have it. Throws a 409 with `usedBy` while
   * anything names it: whoever "is not" something would then match.
   */
  removeAttribute(
    caller: Caller,
    wish: AttributeName & { limit: number; signal: AbortSignal },
  ): Promise<{ removed: number; remaining: number }>;
}

interface NoteWishes {
  hidden?: boolean | undefined;
  description?: string | undefined;
}

interface AttributeName {
  source: 'custom' | 'trait';
  key: string;
}

interface Parts {
  store: Store;
  questions: IndexQuestions;
  now: () => number;
  /** Called when users were changed, so that the index follows soon. */
  onChange: () => void;
}

/** Of a project: each request for the catalog reads them all. */
const maxNotes = 5_000;

export function createCatalogWrites({ store, questions, now, onChange }: Parts): CatalogWrites {
  return {
    changeNote: (caller, subject, wishes) =>
      store.write(async (tx) => {
        if (subject.type === 'attribute' && subject.source === 'native') {
          if (findNativeField(subject.key) === undefined) throw refuseField(subject.key);
        }
        const { number: project } = caller.project;
        const notes = await tx.catalogNotes(project);
        const before = createFindNote(notes)(subject);
        const after = {
          hidden: wishes.hidden ?? before.hidden,
          description: wishes.description ?? before.description,
        };
        const isSame = after.hidden === before.hidden && after.description === before.description;
        if (isSame) return { subject, ...after };
        const isNew = !before.hidden && before.description === '';
        if (isNew && notes.length >= maxNotes) throw refuseNote();
        await tx.putCatalogNote(project, { subject, ...after });
        await tx.insertAudit({
          project,
          at: now(),
          by: caller.name,
          action: 'catalog.noted',
          subject: sayName(subject),
          before,
          after,
        });
        return { subject, ...after };
      }),

    async removeAttribute(caller, { source, key, limit, signal }) {
      const { number: project } = caller.project;
      const columns = subjectColumns({ type: 'attribute', source, key });
      const [row] = await questions.ask<{ count: string; numbers: number[] }>(
        selectHolders(project, columns, limit),
        { project, signal },
      );
      const removed = await store.write((tx) =>
        removeFrom(tx, caller, { source, key }, row?.numbers ?? [], now()),
      );
      if (removed > 0) onChange();
      return { removed, remaining: Math.max(0, Number(row?.count ?? 0) - removed) };
    },
  };
}

/** Returns how many of them had it until now. */
async function removeFrom(
  tx: WriteTransaction,
  { project: { number: project }, name: by }: Caller,
  { source, key }: AttributeName,
  numbers: readonly number[],
  at: number,
): Promise<number> {
  const subject: CatalogSubject = { type: 'attribute', source, key };
  // Looked for in the transaction that removes: nothing can begin to use it in between.
  const usedBy = findSubjectUses(subject, await readUsers(tx, project));
  if (usedBy.length > 0) throw refuseUsed(key, usedBy);
  const before = await tx.profiles(project, numbers);
  const after = before.flatMap((document) => removeKey(document, { source, key }, by, at) ?? []);
  if (after.length === 0) return 0;
  await tx.putProfiles(project, after);
  const changed = after.map(({ number }) => number);
  await tx.appendChanges([{ type: 'profiles', project, numbers: changed }]);
  const entry = { project, at, by, action: 'attribute.removed', subject: sayName(subject) };
  await tx.insertAudit({ ...entry, after: { users: changed.length } });
  return changed.length;
}

/** Without the value; `undefined` when there is none. What was true before cannot bring it back. */
function removeKey(
  document: ProfileDocument,
  { source, key }: AttributeName,
  by: string,
  at: number,
): ProfileDocument | undefined {
  const values = source === 'custom' ? document.attributes : document.traits;
  const present = values.get(key);
  if (present === undefined || present.value === null) return undefined;
  // A value may be of a sender whose clock is ahead of ours.
  const stamp = { source: by, at: Math.max(at, present.at) };
  const set = source === 'custom' ? setAttributes : setTraits;
  return set(document, new Map([[key, null]]), stamp).document;
}

/** How the audit log names it. */
function sayName(subject: CatalogSubject): string {
  const { type, source } = subject;
  const parts = [
    ...('name' in subject ? [subject.name] : []),
    ...('key' in subject ? [subject.key] : []),
  ];
  return `${type} ${source} ${parts.join(' › ')}`;
}

function refuseUsed(key: string, usedBy: readonly UseBody[]): HttpProblem {
  const list = usedBy.map(({ name }) => `“${name}”`).join(', ');
  const detail = `“${key}” is used by ${list}: take it out there first.`;
  return new HttpProblem(409, 'attribute_in_use', detail, { extra: { usedBy } });
}

/** The refusal of a native field that does not exist. */
export function refuseField(key: string, path = 'key'): HttpProblem {
  const message = `There is no native field ${JSON.stringify(key)}.`;
  return new HttpProblem(422, 'invalid_request', message, {
    errors: [{ path, message, code: 'unknown_field' }],
  });
}

function refuseNote(): HttpProblem {
  const message = `The project has ${maxNotes} notes already; a new one needs another removed first.`;
  return new HttpProblem(422, 'too_many_notes', message, {
    errors: [{ path: 'subject', message, code: 'too_many_notes' }],
  });
}
