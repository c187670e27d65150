import type { ExperienceStatus, TrackedCondition } from '@muster/protocol';
import { fromKeyText, toKeyText } from './key-text.ts';
import type { Session } from './session.ts';

/** What of a no-code event people wrote. */
export interface TrackedEventContent {
  name: string;
  /** The name of the event that it reports, of source `app`. */
  codeName: string;
  description: string;
  status: ExperienceStatus;
  match: 'all' | 'any';
  conditions: TrackedCondition[];
}

export interface TrackedEventRow extends TrackedEventContent {
  id: string;
  project: number;
  version: number;
  /** When it was first live; absent: never yet. */
  publishedAt?: number;
  createdAt: number;
  createdBy: string;
  updatedAt: number;
  updatedBy: string;
}

/** A version as it was before an edit, or at its deletion. */
export interface TrackedEventVersion extends TrackedEventContent {
  trackedEventId: string;
  version: number;
  at: number;
  by: string;
}

interface StoredTrackedEvent {
  project: number;
  id: string;
  version: number;
  document: string;
}

const columns = ['project', 'id', 'version', 'document'] as const;

/** All no-code events of a project, by id. */
export async function listTrackedEvents(
  { queries }: Session,
  project: number,
): Promise<TrackedEventRow[]> {
  const rows = await queries
    .selectFrom('tracked_events')
    .select(columns)
    .where('project', '=', project)
    .orderBy('id')
    .execute();
  return rows.map(toTrackedEvent);
}

/** A text that is another whenever one was added, changed or deleted; reads no document. */
export async function stampTrackedEvents(
  { connection }: Session,
  project: number,
): Promise<string> {
  const { rows } = await connection.query<{ id: string; version: number }>(
    'select id, version from tracked_events where project = ? order by id',
    [project],
  );
  return rows.map(({ id, version }) => `${id}:${version}`).join();
}

/** One no-code event, if it is there. */
export async function findTrackedEvent(
  { queries }: Session,
  project: number,
  id: string,
): Promise<TrackedEventRow | undefined> {
  const row = await queries
    .selectFrom('tracked_events')
    .select(columns)
    .where('project', '=', project)
    .where('id', '=', toKeyText(id))
    .executeTakeFirst();
  return row && toTrackedEvent(row);
}

/** Throws when the id is taken in the project. */
export async function insertTrackedEvent(
  { queries }: Session,
  trackedEvent: TrackedEventRow,
): Promise<void> {
  await queries.insertInto('tracked_events').values(toRow(trackedEvent)).execute();
}

/** Replaces it when its stored version is `expectedVersion`; false when it is not. */
export async function updateTrackedEvent(
  { queries }: Session,
  trackedEvent: TrackedEventRow,
  expectedVersion: number,
): Promise<boolean> {
  const { project, id, version, document } = toRow(trackedEvent);
  const { numUpdatedRows } = await queries
    .updateTable('tracked_events')
    .set({ version, document })
    .where('project', '=', project)
    .where('id', '=', id)
    .where('version', '=', expectedVersion)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Removes it; its versions stay. False when there is none. */
export async function deleteTrackedEvent(
  { queries }: Session,
  project: number,
  id: string,
): Promise<boolean> {
  const { numDeletedRows } = await queries
    .deleteFrom('tracked_events')
    .where('project', '=', project)
    .where('id', '=', toKeyText(id))
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

/** The kept versions of one, newest first. */
export async function listTrackedEventVersions(
  { queries }: Session,
  project: number,
  id: string,
): Promise<TrackedEventVersion[]> {
  const rows = await queries
    .selectFrom('tracked_event_versions')
    .select(['tracked_event', 'version', 'document'])
    .where('project', '=', project)
    .where('tracked_event', '=', toKeyText(id))
    .orderBy('version', 'desc')
    .execute();
  return rows.map(({ tracked_event, version, document }) => {
    const rest: Omit<TrackedEventVersion, 'trackedEventId' | 'version'> = JSON.parse(document);
    return { trackedEventId: fromKeyText(tracked_event), version, ...rest };
  });
}

/** Throws when this version of it is kept already. */
export async function insertTrackedEventVersion(
  { queries }: Session,
  project: number,
  { trackedEventId, version, ...rest }: TrackedEventVersion,
): Promise<void> {
  const tracked_event = toKeyText(trackedEventId);
  await queries
    .insertInto('tracked_event_versions')
    .values({ project, tracked_event, version, document: JSON.stringify(rest) })
    .execute();
}

function toTrackedEvent({ project, id, version, document }: StoredTrackedEvent): TrackedEventRow {
  const rest: Omit<TrackedEventRow, 'project' | 'id' | 'version'> = JSON.parse(document);
  return { id: fromKeyText(id), project, version, ...rest };
}

function toRow({ project, id, version, ...rest }: TrackedEventRow): StoredTrackedEvent {
  return { project, id: toKeyText(id), version, document: JSON.stringify(rest) };
}
