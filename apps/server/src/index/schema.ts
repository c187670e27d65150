import { createHash } from 'node:crypto';
import { eventsColumns, type Statement, usersColumns } from '@muster/conditions';

/**
 * Raise it when the rows change without the columns: another folding, another reading of dates. An
 * index of another layout is made anew.
 */
const rowsVersion = 1;

/** The tables of the index; those that a rebuild fills have the suffix until they take over. */
export const tableNames = ['users', 'events'] as const;
export const newSuffix = '_new';
export type TableSuffix = '' | typeof newSuffix;

// What answered is kept through a power cut: the position must never be ahead of the rows.
const durable = 'fsync_after_insert = 1, fsync_part_directory = 1';

/** How columns are kept, where the default would be larger or slower. */
const codecs: Record<string, string> = {
  rev: 'CODEC(Delta, ZSTD(1))',
  timestamp: 'CODEC(Delta, ZSTD(1))',
};

function writeColumns(columns: Readonly<Record<string, string>>): string {
  const lines = Object.entries(columns).map(([name, type]) =>
    [name, type, codecs[name] ?? ''].join(' ').trim(),
  );
  return lines.join(', ');
}

const definitions = {
  // Of the rows of one user the one with the highest rev counts; read with FINAL.
  users: `(${writeColumns(usersColumns)})
    ENGINE = ReplacingMergeTree(rev, deleted) ORDER BY (project, number) SETTINGS ${durable}`,
  // Numbers grow with time, so the newest users, whom most merges are about, are in few granules.
  events: `(${writeColumns(eventsColumns)},
    INDEX number_range number TYPE minmax GRANULARITY 16)
    ENGINE = MergeTree ORDER BY (project, source, name, timestamp) SETTINGS ${durable}`,
  // `index`: the position reached; `complete`: the rebuild of this generation is; `zone 7`: the time
  // zone of project 7 changed there, rows before that have the old one.
  position: `(generation UInt64, name String, position UInt64)
    ENGINE = ReplacingMergeTree(position) ORDER BY (generation, name) SETTINGS ${durable}`,
  // Users of whom a row was refused: no audience may contain them.
  excluded: `(generation UInt64, project UInt32, number UInt32, position UInt64, reason String)
    ENGINE = ReplacingMergeTree(position) ORDER BY (generation, project, number) SETTINGS ${durable}`,
} as const;

/** Every table of this program, by which its own are told from somebody else's. */
export const allTableNames = [
  ...tableNames,
  ...tableNames.map((name) => `${name}${newSuffix}`),
  'position',
  'excluded',
];

/** Changes whenever the tables or what their rows mean do. */
export const layoutId = createHash('sha256')
  .update(JSON.stringify([rowsVersion, definitions]))
  .digest('hex')
  .slice(0, 12);

/** What the comment of a table says of it. */
export interface TableMark {
  layout: string;
  /** Grows with each rebuild. */
  generation: number;
}

const markPattern = /^Muster index, layout ([0-9a-f]+), generation (\d+)$/;

/** The mark in a table's comment; absent when the table is not of this program. */
export function readMark(comment: string): TableMark | undefined {
  const [, layout, generation] = markPattern.exec(comment) ?? [];
  if (layout === undefined) return undefined;
  return { layout, generation: Number(generation) };
}

/** Creates `users` and `events` of a generation under the suffix, behind the fence. */
export function createTables(generation: number, suffix: TableSuffix, fence?: number): Statement[] {
  const comment = `Muster index, layout ${layoutId}, generation ${generation}`;
  return tableNames.map((name) =>
    plain(`CREATE TABLE ${name}${suffix} ${define(name, fence)} COMMENT '${comment}'`),
  );
}

/** Creates the tables that are of all generations, unless they are there. */
export function createLedgers(fence?: number): Statement[] {
  const comment = `Muster index, layout ${layoutId}, generation 0`;
  return (['position', 'excluded'] as const).map((name) =>
    plain(`CREATE TABLE IF NOT EXISTS ${name} ${define(name, fence)} COMMENT '${comment}'`),
  );
}

function define(name: keyof typeof definitions, fence: number | undefined): string {
  const definition = definitions[name];
  return fence === undefined ? definition : `(${writeFence(fence)}, ${definition.slice(1)}`;
}

/** Part of a table: it takes no rows but those that come with this number as their comment. */
export function writeFence(fence: number): string {
  return `CONSTRAINT fence CHECK getSetting('log_comment') = '${fence}'`;
}

/** A statement of our own text, without values. */
export function plain(text: string): Statement {
  return { text, parameters: [] };
}
