import type { Instant } from '@muster/conditions';
import type { Session } from './session.ts';
import type { BatchInsert } from './sql-connection.ts';

/** When a user was first and last active; kept apart from her document (decision 28). */
export interface Activity {
  number: number;
  firstSeen: Instant;
  lastActivity: Instant;
}

const columns = {
  project: 'integer',
  number: 'integer',
  first_seen: 'integer',
  last_activity: 'integer',
} as const;

const givenColumns = { number: 'integer' } as const;

const conflict = 'on conflict (project, number) do update set';
// A row that says nothing new is not written: it would cost a page.
const isEarlier = 'excluded.first_seen < activity.first_seen';
const isLater = 'excluded.last_activity > activity.last_activity';

const replacing: BatchInsert = {
  table: 'activity',
  columns,
  conflict: `${conflict} first_seen = excluded.first_seen, last_activity = excluded.last_activity
    where excluded.first_seen <> activity.first_seen
      or excluded.last_activity <> activity.last_activity`,
};

const widening: BatchInsert = {
  table: 'activity',
  columns,
  conflict: `${conflict}
    first_seen = case when ${isEarlier} then excluded.first_seen else activity.first_seen end,
    last_activity = case when ${isLater} then excluded.last_activity else activity.last_activity end
    where ${isEarlier} or ${isLater}`,
};

const toRows = (project: number, activities: readonly Activity[]) =>
  activities.map(({ number, firstSeen, lastActivity }) => [
    project,
    number,
    firstSeen,
    lastActivity,
  ]);

/** Replaces the activity of users, each named once. */
export async function putActivity(
  { connection }: Session,
  project: number,
  activities: readonly Activity[],
): Promise<void> {
  await connection.insertRows(replacing, toRows(project, activities));
}

/**
 * Widens the activity of users, each named once, to include what is given. Returns the numbers of those
 * for whom it made a difference.
 */
export async function widenActivity(
  { connection }: Session,
  project: number,
  activities: readonly Activity[],
): Promise<number[]> {
  const rows = toRows(project, activities);
  const changed = await connection.insertNewRows(widening, 'number', rows);
  return changed.map((index) => (activities[index] as Activity).number);
}

/** Forgets the activity of these users, in one statement: an import brings hundreds who have none. */
export async function deleteActivity(
  { connection }: Session,
  project: number,
  numbers: readonly number[],
): Promise<void> {
  if (numbers.length === 0) return;
  const { dialect } = connection;
  const source = dialect.rowSource(givenColumns);
  await connection.query(
    `delete from activity where project = ? and number in (select number from ${source} as given)`,
    [
      project,
      ...dialect.rowParameters(
        givenColumns,
        numbers.map((number) => [number]),
      ),
    ],
  );
}
