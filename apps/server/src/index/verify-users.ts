import { raw, renderSql, sql, uint32 } from '@muster/conditions';
import type { ReadTransaction, Store } from '../store/store.ts';
import {
  comparedColumns,
  describeDifference,
  type RowObject,
  readExpectedRow,
  toComparable,
} from './canonical-row.ts';
import type { IndexEngine } from './engine.ts';
import { toUserIndexRow } from './rows.ts';

/** A user whom index and store do not agree on. */
export interface UserDifference {
  number: number;
  what: 'user missing' | 'user extra' | 'user differs';
  detail: string;
}

/** Users compared at once. */
const usersAtOnce = 2_000;
const highestNumber = 2 ** 32 - 1;

/** Compares every user of a project, range by range; yields the differences of each range. */
export async function* compareUsers(
  store: Store,
  engine: IndexEngine,
  project: number,
): AsyncGenerator<{ compared: number; differences: UserDifference[] }> {
  let after = 0;
  while (after < highestNumber) {
    const expected = await store.read(async (tx) => {
      const timeZone = await findTimeZone(tx, project);
      const documents = await tx.scanProfiles(project, after, usersAtOnce);
      return readExpected(documents, project, timeZone);
    });
    const last = [...expected.keys()].at(-1);
    // After the last user of the store there may still be others in the index.
    const until = expected.size === usersAtOnce && last !== undefined ? last : highestNumber;
    yield {
      compared: expected.size,
      differences: await compareRange(engine, project, { after, until }, expected),
    };
    after = until;
  }
}

/** The difference of one user, if there is one. */
export async function compareUser(
  store: Store,
  engine: IndexEngine,
  project: number,
  number: number,
): Promise<UserDifference | undefined> {
  const expected = await store.read(async (tx) =>
    readExpected(await tx.profiles(project, [number]), project, await findTimeZone(tx, project)),
  );
  const range = { after: number - 1, until: number };
  const [difference] = await compareRange(engine, project, range, expected);
  return difference;
}

type Comparable = Map<string, string>;

function readExpected(
  documents: readonly Parameters<typeof toUserIndexRow>[0][],
  project: number,
  timeZone: string,
): Map<number, Comparable> {
  return new Map(
    documents.map((document) => {
      const row = readExpectedRow(
        () => toUserIndexRow(document, { project, rev: 0, timeZone }).line,
      );
      return [document.number, toComparable(row)];
    }),
  );
}

async function compareRange(
  engine: IndexEngine,
  project: number,
  { after, until }: { after: number; until: number },
  expected: ReadonlyMap<number, Comparable>,
): Promise<UserDifference[]> {
  const differences: UserDifference[] = [];
  const missing = new Set(expected.keys());
  const rows = engine.stream<RowObject & { number: number }>(
    renderSql(sql`SELECT number, ${raw(comparedColumns.join(', '))} FROM users FINAL
      WHERE project = ${uint32(project)} AND number > ${uint32(after)} AND number <= ${uint32(until)}`),
    { maxSeconds: 3600 },
  );
  for await (const row of rows) {
    const { number } = row;
    const wanted = expected.get(number);
    missing.delete(number);
    if (wanted === undefined) {
      differences.push({ number, what: 'user extra', detail: 'is not in the store' });
      continue;
    }
    const detail = describeDifference(wanted, toComparable(row));
    if (detail !== undefined) differences.push({ number, what: 'user differs', detail });
  }
  for (const number of missing) {
    differences.push({ number, what: 'user missing', detail: 'is not in the index' });
  }
  return differences.sort((one, other) => one.number - other.number);
}

async function findTimeZone(tx: ReadTransaction, project: number): Promise<string> {
  const projects = await tx.projects();
  return projects.find(({ number }) => number === project)?.timeZone ?? 'UTC';
}
