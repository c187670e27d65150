import type { Instant } from '@muster/conditions';
import { fromKeyText, toKeyText } from './key-text.ts';
import type { Session } from './session.ts';
import type { BatchInsert, SqlDialect } from './sql-connection.ts';

/** A queue of a browser: how far it has come. */
export interface StreamRow {
  id: string;
  /** Of the last command that was applied. */
  seq: number;
  /** About when it was last heard of: exact to a day. */
  heard: Instant;
}

const givenColumns = { id: 'text' } as const;

const findText = ({ rowSource }: SqlDialect) =>
  `select streams.id, streams.seq, streams.heard
  from ${rowSource(givenColumns)} as given cross join streams
  where streams.project = ? and streams.id = given.id`;

const columns = { project: 'integer', id: 'text', seq: 'integer', heard: 'integer' } as const;

const heardInsert: BatchInsert = {
  table: 'streams',
  columns,
  conflict: 'on conflict (project, id) do update set seq = excluded.seq, heard = excluded.heard',
};

// Leaves the index of `heard` alone.
const seqInsert: BatchInsert = {
  table: 'streams',
  columns,
  conflict: 'on conflict (project, id) do update set seq = excluded.seq',
};

/** Those of the streams that are known, in any order. */
export async function findStreams(
  { connection }: Session,
  project: number,
  ids: readonly string[],
): Promise<StreamRow[]> {
  if (ids.length === 0) return [];
  const { dialect } = connection;
  const given = ids.map((id) => [toKeyText(id)]);
  const { rows } = await connection.query<StreamRow>(findText(dialect), [
    ...dialect.rowParameters(givenColumns, given),
    project,
  ]);
  return rows.map((row) => ({ ...row, id: fromKeyText(row.id) }));
}

/** Inserts or replaces streams; `keepHeard` of one that is there leaves when it was heard of. */
export async function putStreams(
  { connection }: Session,
  project: number,
  streams: readonly (StreamRow & { keepHeard: boolean })[],
): Promise<void> {
  for (const keepHeard of [false, true]) {
    const rows = streams
      .filter((stream) => stream.keepHeard === keepHeard)
      .map(({ id, seq, heard }) => [project, toKeyText(id), seq, heard]);
    if (rows.length > 0) await connection.insertRows(keepHeard ? seqInsert : heardInsert, rows);
  }
}

/** Forgets streams of any project that were last heard of before the instant, the oldest first. */
export async function forgetStreams(
  { connection }: Session,
  heardBefore: Instant,
  limit: number,
): Promise<number> {
  const { changes } = await connection.query(
    `delete from streams where (project, id) in
    (select project, id from streams where heard < ? order by heard limit ?)`,
    [heardBefore, limit],
  );
  return changes;
}
