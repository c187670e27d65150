import { decodeProfile, encodeProfile } from '../modules/profiles/profile-codec.ts';
import type { ProfileDocument } from '../modules/profiles/profile-document.ts';
import { type Activity, deleteActivity, putActivity } from './activity.ts';
import type { Session } from './session.ts';
import type { BatchInsert, SqlDialect } from './sql-connection.ts';

interface ProfileRow {
  number: number;
  document: string;
  first_seen: number | null;
  last_activity: number | null;
}

const selected = 'profiles.number, profiles.document, first_seen, last_activity';
const withActivity = `profiles left join activity
  on activity.project = profiles.project and activity.number = profiles.number`;

const givenColumns = { number: 'integer' } as const;

const profileInsert: BatchInsert = {
  table: 'profiles',
  columns: { project: 'integer', number: 'integer', document: 'text' },
  conflict: 'on conflict (project, number) do update set document = excluded.document',
};

const findText = ({ rowSource }: SqlDialect) =>
  `select ${selected} from ${rowSource(givenColumns)} as given cross join ${withActivity}
  where profiles.project = ? and profiles.number = given.number`;

/** Documents of the numbers that exist, each once, in any order. */
export async function findProfiles(
  { connection }: Session,
  project: number,
  numbers: readonly number[],
): Promise<ProfileDocument[]> {
  if (numbers.length === 0) return [];
  const { dialect } = connection;
  const given = [...new Set(numbers)].map((number) => [number]);
  const { rows } = await connection.query<ProfileRow>(findText(dialect), [
    ...dialect.rowParameters(givenColumns, given),
    project,
  ]);
  return rows.map(toDocument);
}

/** Documents with number > `after` in order of number. */
export async function scanProfiles(
  { connection }: Session,
  project: number,
  after: number,
  limit: number,
): Promise<ProfileDocument[]> {
  const { rows } = await connection.query<ProfileRow>(
    `select ${selected} from ${withActivity}
    where profiles.project = ? and profiles.number > ? order by profiles.number limit ?`,
    [project, after, limit],
  );
  return rows.map(toDocument);
}

/** How many profiles the project has. */
export async function countProfiles({ connection }: Session, project: number): Promise<number> {
  const { rows } = await connection.query<{ count: number }>(
    'select count(*) as count from profiles where project = ?',
    [project],
  );
  return rows[0]?.count ?? 0;
}

/** Inserts or replaces documents; of several with one number the last counts. */
export async function putProfiles(
  session: Session,
  project: number,
  documents: readonly ProfileDocument[],
): Promise<void> {
  const documentByNumber = new Map(documents.map((document) => [document.number, document]));
  const rows = [...documentByNumber.values()].map((document) => [
    project,
    document.number,
    encodeProfile(document),
  ]);
  await session.connection.insertRows(profileInsert, rows);
  const activities: Activity[] = [];
  const withoutActivity: number[] = [];
  for (const { number, firstSeen, lastActivity } of documentByNumber.values()) {
    if (firstSeen === undefined || lastActivity === undefined) {
      withoutActivity.push(number);
    } else {
      activities.push({ number, firstSeen, lastActivity });
    }
  }
  await deleteActivity(session, project, withoutActivity);
  await putActivity(session, project, activities);
}

/** Removes one document, if there is one. */
export async function deleteProfile(
  session: Session,
  project: number,
  number: number,
): Promise<void> {
  await deleteActivity(session, project, [number]);
  await session.connection.query('delete from profiles where project = ? and number = ?', [
    project,
    number,
  ]);
}

function toDocument(row: ProfileRow): ProfileDocument {
  const { number, first_seen: firstSeen, last_activity: lastActivity } = row;
  const document = decodeProfile(number, row.document);
  if (firstSeen !== null) document.firstSeen = firstSeen;
  if (lastActivity !== null) document.lastActivity = lastActivity;
  return document;
}
