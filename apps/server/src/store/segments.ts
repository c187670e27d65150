import { fromKeyText, toKeyText } from './key-text.ts';
import type { Session } from './session.ts';
import type { SegmentRow, SegmentVersion } from './store.ts';

interface StoredSegment {
  project: number;
  id: string;
  version: number;
  document: string;
}

const columns = ['project', 'id', 'version', 'document'] as const;

/** All segments of a project, by id. */
export async function listSegments({ queries }: Session, project: number): Promise<SegmentRow[]> {
  const rows = await queries
    .selectFrom('segments')
    .select(columns)
    .where('project', '=', project)
    .orderBy('id')
    .execute();
  return rows.map(toSegment);
}

/** A text that is another whenever a segment was added, changed or deleted; reads no document. */
export async function stampSegments({ connection }: Session, project: number): Promise<string> {
  const { rows } = await connection.query<{ id: string; version: number }>(
    'select id, version from segments where project = ? order by id',
    [project],
  );
  return rows.map(({ id, version }) => `${id}:${version}`).join();
}

/** One segment, if it is there. */
export async function findSegment(
  { queries }: Session,
  project: number,
  id: string,
): Promise<SegmentRow | undefined> {
  const row = await queries
    .selectFrom('segments')
    .select(columns)
    .where('project', '=', project)
    .where('id', '=', toKeyText(id))
    .executeTakeFirst();
  return row && toSegment(row);
}

/** Throws when the id is taken in the project. */
export async function insertSegment({ queries }: Session, segment: SegmentRow): Promise<void> {
  await queries.insertInto('segments').values(toRow(segment)).execute();
}

/** Replaces the segment when its stored version is `expectedVersion`; false when it is not. */
export async function updateSegment(
  { queries }: Session,
  segment: SegmentRow,
  expectedVersion: number,
): Promise<boolean> {
  const { project, id, version, document } = toRow(segment);
  const { numUpdatedRows } = await queries
    .updateTable('segments')
    .set({ version, document })
    .where('project', '=', project)
    .where('id', '=', id)
    .where('version', '=', expectedVersion)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Removes a segment; its versions stay. False when there is none. */
export async function deleteSegment(
  { queries }: Session,
  project: number,
  id: string,
): Promise<boolean> {
  const { numDeletedRows } = await queries
    .deleteFrom('segments')
    .where('project', '=', project)
    .where('id', '=', toKeyText(id))
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

/** The kept versions of a segment, newest first. */
export async function listSegmentVersions(
  { queries }: Session,
  project: number,
  id: string,
): Promise<SegmentVersion[]> {
  const rows = await queries
    .selectFrom('segment_versions')
    .select(['segment', 'version', 'document'])
    .where('project', '=', project)
    .where('segment', '=', toKeyText(id))
    .orderBy('version', 'desc')
    .execute();
  return rows.map(({ segment, version, document }) => {
    const rest: Omit<SegmentVersion, 'segmentId' | 'version'> = JSON.parse(document);
    return { segmentId: fromKeyText(segment), version, ...rest };
  });
}

/** Throws when this version of the segment is kept already. */
export async function insertSegmentVersion(
  { queries }: Session,
  project: number,
  { segmentId, version, ...rest }: SegmentVersion,
): Promise<void> {
  await queries
    .insertInto('segment_versions')
    .values({ project, segment: toKeyText(segmentId), version, document: JSON.stringify(rest) })
    .execute();
}

function toSegment({ project, id, version, document }: StoredSegment): SegmentRow {
  const rest: Omit<SegmentRow, 'project' | 'id' | 'version'> = JSON.parse(document);
  return { id: fromKeyText(id), project, version, ...rest };
}

function toRow({ project, id, version, ...rest }: SegmentRow): StoredSegment {
  return { project, id: toKeyText(id), version, document: JSON.stringify(rest) };
}
