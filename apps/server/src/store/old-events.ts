import type { Instant } from '@muster/conditions';
import { countDown } from './events.ts';
import type { Session } from './session.ts';

/** Users by number, `after` < number ≤ `through`, and their events of before an instant. */
export interface OldEvents {
  project: number;
  after: number;
  through: number;
  before: Instant;
}

const condition = 'project = ? and number > ? and number <= ? and timestamp < ?';

function toParameters({ project, after, through, before }: OldEvents): number[] {
  return [project, after, through, before];
}

/** How many there are of each user who has any, in order of number. Reads every event of these users. */
export async function countOldEvents(
  { connection }: Session,
  old: OldEvents,
): Promise<{ number: number; count: number }[]> {
  const { rows } = await connection.query<{ number: number; count: number }>(
    `select number, count(*) as count from events where ${condition}
    group by number order by number`,
    toParameters(old),
  );
  return rows;
}

/** When they were, in order of time. */
export async function listOldTimes({ connection }: Session, old: OldEvents): Promise<Instant[]> {
  const { rows } = await connection.query<{ timestamp: number }>(
    `select timestamp from events where ${condition} order by timestamp`,
    toParameters(old),
  );
  return rows.map(({ timestamp }) => timestamp);
}

/** Removes them, and says how many there were. Their names and message ids stay. */
export async function deleteOldEvents(session: Session, old: OldEvents): Promise<number> {
  const { changes } = await session.connection.query(
    `delete from events where ${condition}`,
    toParameters(old),
  );
  await countDown(session, old.project, changes);
  return changes;
}

/** The highest number that a user of the project can have. */
export async function readLastNumber({ connection }: Session, project: number): Promise<number> {
  const { rows } = await connection.query<{ next: number }>(
    'select next_number as next from projects where number = ?',
    [project],
  );
  return (rows[0]?.next ?? 1) - 1;
}
