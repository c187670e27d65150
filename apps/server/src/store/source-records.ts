import { toKeyText } from './key-text.ts';
import type { Session } from './session.ts';

/** What came from a source so far. */
export interface SourceRecord {
  lastReceivedAt?: number;
  lastRefusal?: { at: number; code: string; message: string };
  counts: {
    requests: number;
    refusedRequests: number;
    accepted: number;
    duplicates: number;
    rejected: number;
  };
  /** The latest ones, newest first. */
  deliveries: SourceDelivery[];
}

/** One request of a source. */
export interface SourceDelivery {
  at: number;
  accepted: number;
  duplicates: number;
  rejected: number;
  /** Why it was refused as a whole. */
  refusal?: { code: string; message: string };
}

/** The record of a source; `undefined` before it sent anything. */
export async function findSourceRecord(
  { queries }: Session,
  project: number,
  source: string,
): Promise<SourceRecord | undefined> {
  const row = await queries
    .selectFrom('source_records')
    .select('document')
    .where('project', '=', project)
    .where('source', '=', toKeyText(source))
    .executeTakeFirst();
  return row && JSON.parse(row.document);
}

/** Inserts or replaces the record of a source. */
export async function putSourceRecord(
  { connection }: Session,
  project: number,
  source: string,
  record: SourceRecord,
): Promise<void> {
  await connection.query(
    `insert into source_records (project, source, document) values (?, ?, ?)
    on conflict (project, source) do update set document = excluded.document`,
    [project, toKeyText(source), JSON.stringify(record)],
  );
}

/** Forgets the record of a source, if there is one. */
export async function deleteSourceRecord(
  { queries }: Session,
  project: number,
  source: string,
): Promise<void> {
  await queries
    .deleteFrom('source_records')
    .where('project', '=', project)
    .where('source', '=', toKeyText(source))
    .execute();
}
