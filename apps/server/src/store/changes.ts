import { type ChangeRow, decodeChange, encodeChange } from './change-codec.ts';
import type { ReadChange } from './read-change.ts';
import type { Session } from './session.ts';
import type { BatchInsert } from './sql-connection.ts';
import type { Change } from './store.ts';

const changeInsert: BatchInsert = {
  table: 'changes',
  columns: { position: 'integer', project: 'integer', type: 'text', body: 'text' },
  conflict: '',
};

/** Changes with position > `after`, in order. */
export async function readChanges(
  { connection }: Session,
  after: number,
  limit: number,
): Promise<ReadChange[]> {
  const { rows } = await connection.query<ChangeRow>(
    'select position, project, type, body from changes where position > ? order by position limit ?',
    [after, limit],
  );
  return rows.map((row) => ({ position: row.position, change: decodeChange(row) }));
}

/**
 * Appends changes and returns the position of the last. Positions are taken from one row that stays
 * locked until the transaction ends, so they become visible in order and a rollback leaves no gap.
 */
export async function appendChanges(session: Session, changes: readonly Change[]): Promise<number> {
  const { connection } = session;
  const { rows } = await connection.query<{ head: number }>(
    'update change_log set head = head + ? returning head',
    [changes.length],
  );
  const head = readOne(rows).head;
  const first = head - changes.length + 1;
  await connection.insertRows(
    changeInsert,
    changes.map((change, at) => {
      const { project, type, body } = encodeChange(session, change);
      return [first + at, project, type, body];
    }),
  );
  return head;
}

/** The position of the last change; 0 when there was none. */
export async function readHead({ connection }: Session): Promise<number> {
  const { rows } = await connection.query<{ head: number }>('select head from change_log');
  return readOne(rows).head;
}

/** The last position that was forgotten; 0 when none was. */
export async function readPruned({ connection }: Session): Promise<number> {
  const { rows } = await connection.query<{ pruned: number }>('select pruned from change_log');
  return readOne(rows).pruned;
}

/**
 * The position of the last change in the log by which events have gone for good; 0 when
 * there is none. It looks at every entry.
 */
export async function readLatestErasure({ connection }: Session): Promise<number> {
  const { rows } = await connection.query<{ position: number }>(
    "select coalesce(max(position), 0) as position from changes where type in ('erase', 'expire', 'deleteProject')",
  );
  return readOne(rows).position;
}

/** Forgets changes up to and including `position`; never beyond the last one. */
export async function pruneChanges(session: Session, position: number): Promise<void> {
  const upTo = Math.min(position, await readHead(session));
  await session.connection.query('delete from changes where position <= ?', [upTo]);
  await session.connection.query('update change_log set pruned = ? where pruned < ?', [upTo, upTo]);
}

function readOne<Row>(rows: readonly Row[]): Row {
  const [row] = rows;
  if (row === undefined) throw new Error('The store has lost the row that counts its changes.');
  return row;
}
