import { renderSql, sql, uint32 } from '@muster/conditions';
import type { EventRow, Project, Store } from '../store/store.ts';
import { type RowObject, readExpectedRow } from './canonical-row.ts';
import type { IndexEngine } from './engine.ts';
import { createEventSums, type EventSums } from './event-sums.ts';
import { toEventIndexRow } from './rows.ts';

/** A user of whom index and store do not have the same events. */
export interface EventDifference {
  number: number;
  what: 'events differ';
  detail: string;
}

/** Users compared in one pass over the index: 48 MB of sums. */
const usersAtOnce = 4_000_000;
const eventsAtOnce = 1_000;

/**
 * Compares the events of every user of a project; yields the differences of each pass. `onEvents` is
 * told how many events of the store have been looked at.
 */
export async function* compareEvents(
  store: Store,
  engine: IndexEngine,
  project: Project,
  onEvents: (count: number) => void,
): AsyncGenerator<EventDifference[]> {
  let highest = await findHighestNumber(store, engine, project.number);
  let last: EventRow | undefined;
  for (let from = 0; from <= highest; from += usersAtOnce) {
    const size = Math.min(usersAtOnce, highest - from + 1);
    const sums = createEventSums(from, size);
    last = await addStored(store, project, sums, { after: last, until: from + size, onEvents });
    await subtractIndexed(engine, project.number, sums, from, from + size);
    yield [...sums.differences()].map(toDifference);
    const [next] = await store.read((tx) => tx.scanEvents(project.number, last, 1));
    if (next !== undefined) highest = Math.max(highest, next.number);
  }
}

/** The difference of one user's events, if there is one. */
export async function compareEventsOf(
  store: Store,
  engine: IndexEngine,
  { number: project }: Project,
  number: number,
): Promise<EventDifference | undefined> {
  const sums = createEventSums(number, 1);
  await store.read(async (tx) => {
    const timeZone = (await tx.projects()).find((one) => one.number === project)?.timeZone ?? 'UTC';
    const events = await tx.eventsOf(project, number, 10_000_000);
    for (const event of events) sums.add(number, toExpected(event, project, timeZone));
  });
  await subtractIndexed(engine, project, sums, number, number + 1);
  const [difference] = sums.differences();
  return difference && toDifference(difference);
}

function toDifference({ number, surplus }: { number: number; surplus: number }): EventDifference {
  const detail =
    surplus === 0
      ? 'the same number of events, but other ones'
      : `${Math.abs(surplus)} ${surplus > 0 ? 'fewer' : 'more'} in the index`;
  return { number, what: 'events differ', detail };
}

/** The highest number that has a profile in the store or events in the index. */
async function findHighestNumber(
  store: Store,
  engine: IndexEngine,
  project: number,
): Promise<number> {
  const [row] = await engine.query<{ highest: number }>(
    renderSql(sql`SELECT max(number) AS highest FROM events WHERE project = ${uint32(project)}`),
  );
  let highest = row?.highest ?? 0;
  for (;;) {
    const page = await store.read((tx) => tx.scanProfiles(project, highest, 100));
    const end = page.at(-1);
    if (end === undefined) return highest;
    highest = end.number;
  }
}

interface StoredRange {
  after: EventRow | undefined;
  /** Numbers below this one. */
  until: number;
  onEvents: (count: number) => void;
}

/** Adds the store's events of the range and returns the last one. */
async function addStored(
  store: Store,
  { number: project }: Project,
  sums: EventSums,
  { after, until, onEvents }: StoredRange,
): Promise<EventRow | undefined> {
  let last = after;
  for (;;) {
    const { events, timeZone } = await store.read(async (tx) => {
      const projects = await tx.projects();
      return {
        events: await tx.scanEvents(project, last, eventsAtOnce),
        timeZone: projects.find(({ number }) => number === project)?.timeZone ?? 'UTC',
      };
    });
    const inRange = events.filter(({ number }) => number < until);
    for (const event of inRange) sums.add(event.number, toExpected(event, project, timeZone));
    onEvents(inRange.length);
    last = inRange.at(-1) ?? last;
    if (inRange.length < events.length || events.length === 0) return last;
  }
}

function toExpected(event: EventRow, project: number, timeZone: string): RowObject | undefined {
  return readExpectedRow(
    () => toEventIndexRow(event, event.number, { project, rev: 0, timeZone }).line,
  );
}

async function subtractIndexed(
  engine: IndexEngine,
  project: number,
  sums: EventSums,
  from: number,
  until: number,
): Promise<void> {
  const rows = engine.stream<RowObject & { number: number }>(
    renderSql(sql`SELECT number, source, name, timestamp, properties FROM events
      WHERE project = ${uint32(project)} AND number >= ${uint32(from)} AND number < ${uint32(until)}`),
    { maxSeconds: 24 * 3600 },
  );
  for await (const row of rows) sums.subtract(row.number, row);
}
