import type { Project, Store } from '../store/store.ts';
import type { IndexEngine } from './engine.ts';
import { plain } from './schema.ts';
import { compareEvents, compareEventsOf, type EventDifference } from './verify-events.ts';
import { compareUser, compareUsers, type UserDifference } from './verify-users.ts';

/** One row that index and store do not agree on. */
export interface IndexDifference {
  project: number;
  /** The user's number; 0 for what is about the whole column of a table. */
  number: number;
  what:
    | 'user missing'
    | 'user extra'
    | 'user differs'
    | 'events differ'
    | 'type differs'
    | 'project extra';
  /** In words, without anybody's data. */
  detail: string;
}

export interface VerifyReport {
  usersCompared: number;
  eventsCompared: number;
  differenceCount: number;
  /** The first 20. */
  differences: IndexDifference[];
}

export interface VerifyOptions {
  store: Store;
  engine: IndexEngine;
  /**
   * Resolves when the index holds everything written before the call. With it, differences are looked
   * at again before they are reported, so that data may come in meanwhile; without it nothing may. It
   * is also called while nothing can be written.
   */
  caughtUp?: () => Promise<void>;
  onProgress?: (usersCompared: number) => void;
}

const mostNamed = 20;

/** Differences that are looked at again; with more the index is broken whatever came in meanwhile. */
const mostRechecked = 1_000;

/**
 * Compares the index with the store: the values of every user, and of every user the events, each as
 * often. What should be there is made anew from the store; memory is bounded. The index must be
 * caught up.
 */
export async function verifyIndex({
  store,
  engine,
  caughtUp,
  onProgress = () => undefined,
}: VerifyOptions): Promise<VerifyReport> {
  const report: VerifyReport = {
    usersCompared: 0,
    eventsCompared: 0,
    differenceCount: 0,
    differences: [],
  };
  let rechecked = 0;

  function note(difference: IndexDifference): void {
    report.differenceCount += 1;
    if (report.differences.length < mostNamed) report.differences.push(difference);
  }

  /** What is still different when the index has had the time to follow. */
  async function confirm<T>(
    difference: T,
    look: () => Promise<T | undefined>,
  ): Promise<T | undefined> {
    if (caughtUp === undefined || rechecked >= mostRechecked) return difference;
    rechecked += 1;
    await caughtUp();
    if ((await look()) === undefined) return undefined;
    // Somebody may be writing about her all the time: for a moment nobody can.
    return store.write(async () => {
      await caughtUp();
      return look();
    });
  }

  async function compareProject(project: Project): Promise<void> {
    for await (const { compared, differences } of compareUsers(store, engine, project.number)) {
      for (const found of differences) {
        const confirmed = await confirm<UserDifference>(found, () =>
          compareUser(store, engine, project.number, found.number),
        );
        if (confirmed) note({ project: project.number, ...confirmed });
      }
      report.usersCompared += compared;
      onProgress(report.usersCompared);
    }
    const countEvents = (count: number) => {
      report.eventsCompared += count;
    };
    for await (const differences of compareEvents(store, engine, project, countEvents)) {
      for (const found of differences) {
        const confirmed = await confirm<EventDifference>(found, () =>
          compareEventsOf(store, engine, project, found.number),
        );
        if (confirmed) note({ project: project.number, ...confirmed });
      }
    }
  }

  for (const project of await store.read((tx) => tx.projects())) await compareProject(project);
  for (const project of await findStrangers(store, engine)) {
    const look = async () => (await findStrangers(store, engine)).find((one) => one === project);
    if ((await confirm(project, look)) === undefined) continue;
    const detail = 'there are rows of a project that is not in the store';
    note({ project, number: 0, what: 'project extra', detail });
  }
  for (const detail of await findWrongTypes(engine)) {
    note({ project: 0, number: 0, what: 'type differs', detail });
  }
  return report;
}

/** Numbers of projects that the index has rows of and the store does not know, as of deleted ones. */
async function findStrangers(store: Store, engine: IndexEngine): Promise<number[]> {
  const found = await engine.query<{ project: number }>(
    plain(`SELECT DISTINCT project FROM (
      SELECT project FROM users UNION ALL SELECT project FROM events) ORDER BY project`),
    { maxSeconds: 3600 },
  );
  const known = await store.read((tx) => tx.projects());
  const numbers = new Set(known.map(({ number }) => number));
  return found.map(({ project }) => project).filter((project) => !numbers.has(project));
}

const jsonColumns = [
  ['users', 'attributes'],
  ['users', 'traits'],
  ['users', 'answers'],
  ['events', 'properties'],
] as const;

/**
 * Values that are right as JSON and yet of a type that no condition looks at, e.g. an integer where
 * numbers are floats.
 */
async function findWrongTypes(engine: IndexEngine): Promise<string[]> {
  const found: string[] = [];
  for (const [table, column] of jsonColumns) {
    const rows = await engine.query<{ path: string; type: string }>(
      plain(
        `SELECT path, type FROM (
          SELECT arrayJoin(distinctJSONPathsAndTypes(${column})) AS entry,
            entry.1 AS path, arrayJoin(entry.2) AS type FROM ${table})
        WHERE type NOT IN ('String', 'Float64', 'Bool', 'Array(Nullable(String))')`,
      ),
      { maxSeconds: 3600 },
    );
    for (const { path, type } of rows) found.push(`${table}.${column}.${path} is ${type}`);
  }
  return found;
}
