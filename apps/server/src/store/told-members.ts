import type { Instant } from '@muster/conditions';
import { fromKeyText, toKeyText } from './key-text.ts';
import type { Session } from './session.ts';
import type { BatchInsert } from './sql-connection.ts';

/** How far whoever listens was told of who is in which segment of a project. */
export interface ToldProject {
  /** One higher each time: whoever writes the next says which one she goes on from. */
  revision: number;
  /** The last change of the log that is in it. */
  position: number;
  /** The instant up to which time has passed in it. */
  at: Instant;
  timeZone: string;
}

/** A segment whose members are on record. */
export interface ToldSegment {
  id: string;
  /** Equal for definitions that mean the same. */
  meaning: string;
}

/** A part of a segment's members: bits of user numbers, `part` times `usersAPart` and on. */
export interface ToldPart {
  segmentId: string;
  part: number;
  bits: Uint8Array;
}

/** A kilobyte: what one move writes anew. */
export const usersAPart = 8_192;

interface StoredProject {
  revision: number;
  position: number;
  at: number;
  time_zone: string;
}

/** Numbers of the projects of which something is on record. */
export async function listToldProjects({ connection }: Session): Promise<number[]> {
  const { rows } = await connection.query<{ project: number }>('select project from told_projects');
  return rows.map(({ project }) => project);
}

export async function findToldProject(
  { connection }: Session,
  project: number,
): Promise<ToldProject | undefined> {
  const { rows } = await connection.query<StoredProject>(
    'select revision, position, at, time_zone from told_projects where project = ?',
    [project],
  );
  const [row] = rows;
  if (row === undefined) return undefined;
  const { time_zone: timeZone, ...rest } = row;
  return { ...rest, timeZone };
}

export async function listToldSegments(
  { connection }: Session,
  project: number,
): Promise<ToldSegment[]> {
  const { rows } = await connection.query<{ segment: string; meaning: string }>(
    'select segment, meaning from told_segments where project = ?',
    [project],
  );
  return rows.map(({ segment, meaning }) => ({ id: fromKeyText(segment), meaning }));
}

/** All parts of a segment that are not empty. */
export async function listToldParts(
  { connection }: Session,
  project: number,
  segmentId: string,
): Promise<ToldPart[]> {
  const { rows } = await connection.query<{ part: number; bits: Uint8Array }>(
    'select part, bits from told_members where project = ? and segment = ?',
    [project, toKeyText(segmentId)],
  );
  return rows.map((row) => ({ ...row, segmentId }));
}

/** Inserts or replaces it. */
export async function putToldProject(
  { connection }: Session,
  project: number,
  { revision, position, at, timeZone }: ToldProject,
): Promise<void> {
  await connection.query(
    `insert into told_projects (project, revision, position, at, time_zone) values (?, ?, ?, ?, ?)
    on conflict (project) do update set revision = excluded.revision, position = excluded.position,
      at = excluded.at, time_zone = excluded.time_zone`,
    [project, revision, position, at, timeZone],
  );
}

/** Inserts or replaces it, with no members. */
export async function startToldSegment(
  session: Session,
  project: number,
  { id, meaning }: ToldSegment,
): Promise<void> {
  await deleteToldSegment(session, project, id);
  await session.connection.query(
    'insert into told_segments (project, segment, meaning) values (?, ?, ?)',
    [project, toKeyText(id), meaning],
  );
}

const partInsert: BatchInsert = {
  table: 'told_members',
  columns: { project: 'integer', segment: 'text', part: 'integer', bits: 'bytes' },
  conflict: 'on conflict (project, segment, part) do update set bits = excluded.bits',
};

/** Inserts or replaces parts, each named once. */
export async function putToldParts(
  { connection }: Session,
  project: number,
  parts: readonly ToldPart[],
): Promise<void> {
  if (parts.length === 0) return;
  await connection.insertRows(
    partInsert,
    parts.map(({ segmentId, part, bits }) => [project, toKeyText(segmentId), part, bits]),
  );
}

export async function deleteToldSegment(
  { connection }: Session,
  project: number,
  segmentId: string,
): Promise<void> {
  for (const table of ['told_members', 'told_segments']) {
    await connection.query(`delete from ${table} where project = ? and segment = ?`, [
      project,
      toKeyText(segmentId),
    ]);
  }
}

/** Forgets everything that is on record of a project. */
export async function forgetTold({ connection }: Session, project: number): Promise<void> {
  for (const table of ['told_members', 'told_segments', 'told_projects']) {
    await connection.query(`delete from ${table} where project = ?`, [project]);
  }
}
