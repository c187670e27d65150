import {
  type AttributeSource,
  kinds as allKinds,
  findNativeField,
  type Instant,
  type Kind,
  subjectColumns,
} from '@muster/conditions';
import type { AttributeDetailBody } from '@muster/protocol';
import { HttpProblem } from '../../http/problem.ts';
import type { Project, Store } from '../../store/store.ts';
import type { AskOptions, IndexQuestions } from '../audience/ask-index.ts';
import type { ProfileDocument, Stamped } from '../profiles/profile-document.ts';
import { type CountedColumn, fromUsers, selectCount, selectLatestHolders } from './catalog-sql.ts';
import { refuseField } from './catalog-writes.ts';
import { countKeys } from './count-keys.ts';
import { createFindNote } from './notes.ts';
import { readValues } from './read-values.ts';
import { findSubjectUses, readUsers } from './subject-uses.ts';

interface AttributeWish {
  source: AttributeSource;
  key: string;
  signal: AbortSignal;
}

/** What is known of one attribute or trait. */
export interface AttributeDetails {
  /** Throws a 404 when nobody has it, a 422 for a native field that does not exist. */
  get(project: Project, wish: AttributeWish): Promise<AttributeDetailBody>;
}

interface Parts {
  store: Store;
  questions: IndexQuestions;
}

const maxSamples = 8;
/** Users of each kind of whom it is looked up who set the value. */
const maxLookedAt = 100;

export function createAttributeDetails({ store, questions }: Parts): AttributeDetails {
  async function detailKind(
    { kind, count }: { kind: Kind; count: number },
    {
      source,
      key,
      columns,
    }: Pick<AttributeWish, 'source' | 'key'> & Pick<CountedColumn, 'columns'>,
    asking: AskOptions,
  ): Promise<AttributeDetailBody['kinds'][number]> {
    // What reads as a date is a text as well, which has them already.
    const wish = { columns, kinds: [kind], prefix: '', limit: maxSamples };
    const isInstant = kind === 'date';
    const { values } = isInstant
      ? { values: [] }
      : await readValues(questions, wish, fromUsers(asking.project), asking);
    if (source === 'native' && !isSettable(key)) {
      return { kind, count, samples: values, lookedAt: 0, senders: [] };
    }
    const rows = await questions.ask<{ number: number }>(
      selectLatestHolders(asking.project, { columns, kind }, maxLookedAt),
      asking,
    );
    const numbers = rows.map(({ number }) => number);
    const documents = await store.read((tx) => tx.profiles(asking.project, numbers));
    const stamps = documents.flatMap((document) => findStamp(document, source, key) ?? []);
    const senders = countSenders(stamps);
    return { kind, count, samples: values, lookedAt: stamps.length, senders };
  }

  return {
    async get({ number: project }, { source, key, signal }) {
      const field = source === 'native' ? findNativeField(key) : undefined;
      if (source === 'native' && field === undefined) throw refuseField(key);
      const asking = { project, signal };
      const columns = subjectColumns({ type: 'attribute', source, key });
      const located = { key, columns, kinds: field ? [field.kind] : [...allKinds] };
      const [counts] = await countKeys(questions, [located], fromUsers(project), asking);
      if (counts === undefined && field === undefined) throw refuseAttribute(key);
      const { count = 0, mixed = false, kinds = [] } = counts ?? {};
      const detailed = [];
      for (const each of kinds) {
        detailed.push(await detailKind(each, { source, key, columns }, asking));
      }
      const [all] = await questions.ask<{ count: string }>(selectCount(fromUsers(project)), asking);
      const subject = { type: 'attribute', source, key } as const;
      const { note, usedBy } = await store.read(async (tx) => ({
        note: createFindNote(await tx.catalogNotes(project))(subject),
        usedBy: findSubjectUses(subject, await readUsers(tx, project)),
      }));
      const users = Number(all?.count ?? 0);
      return { source, key, users, count, mixed, kinds: detailed, usedBy, ...note };
    },
  };
}

const settable = ['name', 'email', 'language'] as const;

/** Native fields that a sender can set; the others are ids or counted here. */
function isSettable(key: string): key is (typeof settable)[number] {
  return settable.some((each) => each === key);
}

function findStamp(
  document: ProfileDocument,
  source: AttributeSource,
  key: string,
): Stamped<unknown> | undefined {
  if (source === 'native') return isSettable(key) ? document[key] : undefined;
  return (source === 'custom' ? document.attributes : document.traits).get(key);
}

function countSenders(stamps: readonly Stamped<unknown>[]) {
  const found = new Map<string, { users: number; last: Instant }>();
  for (const { source, at } of stamps) {
    const { users, last } = found.get(source) ?? { users: 0, last: at };
    found.set(source, { users: users + 1, last: Math.max(last, at) });
  }
  return [...found]
    .map(([source, { users, last }]) => ({ source, users, lastSet: new Date(last).toISOString() }))
    .sort((a, b) => b.users - a.users || (a.source < b.source ? -1 : 1));
}

function refuseAttribute(key: string): HttpProblem {
  return new HttpProblem(404, 'attribute_not_found', `Nobody has “${key}”.`);
}
