import type { ColumnType, Generated } from 'kysely';

/** The columns that the query builder writes and reads; hot tables have hand-written SQL. */
export interface Tables {
  projects: {
    number: number;
    id: string;
    next_number: ColumnType<number, never, number>;
    events: ColumnType<number, never, number>;
    /** JSON of name, time zone, time of creation and identify verification. */
    document: string;
  };
  deleted_projects: { number: number; id: string; removed: number | null; document: string };
  api_keys: { project: number; id: string; hash: string; document: string };
  sources: { project: number; id: string; key: string; version: number; document: string };
  source_records: { project: number; source: string; document: string };
  source_errors: { number: Generated<number>; project: number; source: string; document: string };
  source_error_subjects: { project: number; kind: string; id: string; error: number };
  imports: {
    number: Generated<number>;
    project: number;
    id: string;
    status: string;
    document: string;
    settings: string;
  };
  audit: { number: Generated<number>; project: number; document: string };
  accounts: { id: string; email: string; document: string };
  members: { project: number; account: string; document: string };
  login_sessions: { hash: string; account: string; expires: number; document: string };
  invitations: { hash: string; id: string; project: number; expires: number; document: string };
  segment_sizes: { project: number; segment: string; day: string; count: number };
  catalog_notes: { project: number; id: string; document: string };
  claims: { person: string; experience: string; token: string; at: number };
  event_names: { project: number; source: string; name: string };
}
