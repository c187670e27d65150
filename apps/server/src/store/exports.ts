import type { Instant } from '@muster/conditions';
import { fromKeyText, toKeyText } from './key-text.ts';
import type { Session } from './session.ts';

/** A file of users that was asked for. */
export interface ExportRow {
  project: number;
  id: string;
  fileName: string;
  format: 'json' | 'csv' | 'ndjson';
  /** Of a CSV file; none: the native fields. */
  columns: string[];
  whom: { segmentId: string } | { conditions: unknown };
  state: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled' | 'expired';
  /** Counts the beginnings: what an earlier one has written is not this one's. */
  attempt: number;
  /** Written, and to be written; kept when it ends. */
  users?: number;
  ofUsers?: number;
  bytes?: number;
  failure?: string;
  createdAt: Instant;
  createdBy: string;
  endedAt?: Instant;
  expiresAt?: Instant;
}

interface StoredExport {
  project: number;
  id: string;
  document: string;
}

const columns = 'project, id, document';

/** Those of one project, or of all, the latest first. */
export async function listExports({ connection }: Session, project?: number): Promise<ExportRow[]> {
  const { rows } =
    project === undefined
      ? await connection.query<StoredExport>(`select ${columns} from exports`)
      : await connection.query<StoredExport>(`select ${columns} from exports where project = ?`, [
          project,
        ]);
  return rows.map(toExport).sort((one, other) => other.createdAt - one.createdAt);
}

/** One of them, if it is there. */
export async function findExport(
  { connection }: Session,
  project: number,
  id: string,
): Promise<ExportRow | undefined> {
  const { rows } = await connection.query<StoredExport>(
    `select ${columns} from exports where project = ? and id = ?`,
    [project, toKeyText(id)],
  );
  return rows[0] && toExport(rows[0]);
}

/** Inserts or replaces one. */
export async function putExport({ connection }: Session, row: ExportRow): Promise<void> {
  const { project, id, ...rest } = row;
  await connection.query(
    `insert into exports (project, id, document) values (?, ?, ?)
    on conflict (project, id) do update set document = excluded.document`,
    [project, toKeyText(id), JSON.stringify(rest)],
  );
}

/** Removes one. False when there is none. */
export async function deleteExport(
  { connection }: Session,
  project: number,
  id: string,
): Promise<boolean> {
  const { changes } = await connection.query('delete from exports where project = ? and id = ?', [
    project,
    toKeyText(id),
  ]);
  return changes > 0;
}

/**
 * Lets no file stay that may tell of somebody who is erased: those that are there expire, one that is
 * being written begins again.
 */
export async function expireExports(session: Session, project: number): Promise<void> {
  for (const row of await listExports(session, project)) {
    if (row.state === 'running') await putExport(session, { ...row, state: 'waiting' });
    if (row.state === 'done') {
      const failure = 'A user of the project was erased after the file was written.';
      await putExport(session, { ...row, state: 'expired', failure });
    }
  }
}

function toExport({ project, id, document }: StoredExport): ExportRow {
  const rest: Omit<ExportRow, 'project' | 'id'> = JSON.parse(document);
  return { project, id: fromKeyText(id), ...rest };
}
