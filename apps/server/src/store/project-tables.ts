/** A table that has rows of a project. */
export interface ProjectTable {
  name: string;
  /** Of the project, or of one of its imports. */
  of: 'project' | 'import';
  /** What tells its rows of one project, or import, from each other, in the order of an index. */
  key: readonly string[];
}

/**
 * Every table that has rows of a project, but its own and the change log, which is forgotten as the index
 * follows; a test compares them with the schema. Those of imports are found by the rows of `imports`,
 * which is last.
 */
export const projectTables: readonly ProjectTable[] = [
  { name: 'import_progress', of: 'import', key: [] },
  { name: 'import_issues', of: 'import', key: ['row'] },
  { name: 'import_changes', of: 'import', key: ['number'] },
  { name: 'api_keys', of: 'project', key: ['id'] },
  { name: 'members', of: 'project', key: ['account'] },
  { name: 'invitations', of: 'project', key: ['hash'] },
  { name: 'sources', of: 'project', key: ['id'] },
  { name: 'webhooks', of: 'project', key: ['id'] },
  { name: 'exports', of: 'project', key: ['id'] },
  { name: 'told_projects', of: 'project', key: [] },
  { name: 'told_segments', of: 'project', key: ['segment'] },
  { name: 'told_members', of: 'project', key: ['segment', 'part'] },
  { name: 'source_records', of: 'project', key: ['source'] },
  { name: 'source_error_subjects', of: 'project', key: ['kind', 'id', 'error'] },
  { name: 'source_errors', of: 'project', key: ['source', 'number'] },
  { name: 'webhook_deliveries', of: 'project', key: ['webhook', 'number'] },
  { name: 'profiles', of: 'project', key: ['number'] },
  { name: 'identities', of: 'project', key: ['kind', 'id'] },
  { name: 'activity', of: 'project', key: ['number'] },
  {
    name: 'events',
    of: 'project',
    key: ['number', 'source', 'name', 'timestamp', 'message_key'],
  },
  { name: 'event_names', of: 'project', key: ['source', 'name'] },
  { name: 'message_ids', of: 'project', key: ['id'] },
  { name: 'streams', of: 'project', key: ['id'] },
  { name: 'segments', of: 'project', key: ['id'] },
  { name: 'segment_versions', of: 'project', key: ['segment', 'version'] },
  { name: 'segment_sizes', of: 'project', key: ['segment', 'day'] },
  { name: 'experiences', of: 'project', key: ['id'] },
  { name: 'experience_versions', of: 'project', key: ['experience', 'version'] },
  { name: 'tracked_events', of: 'project', key: ['id'] },
  { name: 'tracked_event_versions', of: 'project', key: ['tracked_event', 'version'] },
  { name: 'catalog_notes', of: 'project', key: ['id'] },
  { name: 'audit', of: 'project', key: ['number'] },
  { name: 'imports', of: 'project', key: ['number'] },
];

/**
 * Of these a project has few rows, and they open something or make something happen: they go in the
 * transaction that deletes it.
 */
export const goneAtOnce = [
  'api_keys',
  'members',
  'invitations',
  'sources',
  'webhooks',
  'exports',
  'told_projects',
] as const;
