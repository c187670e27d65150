import { createHash } from 'node:crypto';
import { eventsColumns, type Statement, usersColumns } from '@muster/conditions';
import type { IndexCluster, IndexEngine } from './engine.ts';

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
  // `index`: the position reached; `events`: that of the events, on a cluster; `complete`: the rebuild of this generation is; `zone 7`: the time
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

const baseLayout = createHash('sha256')
  .update(JSON.stringify([rowsVersion, definitions]))
  .digest('hex')
  .slice(0, 12);

/** Changes whenever the tables of that engine, or what their rows mean, do: also with the number of its shard. */
export function layoutOf({ shard }: IndexEngine): string {
  return shard === undefined ? baseLayout : `${baseLayout}-${shard.number}of${shard.of}`;
}

/** What the comment of a table says of it. */
export interface TableMark {
  layout: string;
  /** Grows with each rebuild. */
  generation: number;
}

const markPattern = /^Muster index, layout ([0-9a-f]+(?:-\d+of\d+)?), generation (\d+)$/;

/** The mark in a table's comment; absent when the table is not of this program. */
export function readMark(comment: string): TableMark | undefined {
  const [, layout, generation] = markPattern.exec(comment) ?? [];
  if (layout === undefined) return undefined;
  return { layout, generation: Number(generation) };
}

/** Creates `users` and `events` of a generation under the suffix, on one server and behind its fence. */
export function createTables(
  generation: number,
  suffix: TableSuffix,
  engine: IndexEngine,
): Statement[] {
  const comment = `Muster index, layout ${layoutOf(engine)}, generation ${generation}`;
  return tableNames.map((name) =>
    plain(`CREATE TABLE ${name}${suffix} ${define(name, engine)} COMMENT '${comment}'`),
  );
}

/** Creates the tables that are of all generations, unless they are there. */
export function createLedgers(engine: IndexEngine): Statement[] {
  const comment = `Muster index, layout ${layoutOf(engine)}, generation 0`;
  return (['position', 'excluded'] as const).map((name) =>
    plain(`CREATE TABLE IF NOT EXISTS ${name} ${define(name, engine)} COMMENT '${comment}'`),
  );
}

function define(name: keyof typeof definitions, { fence, shard }: IndexEngine): string {
  const first = [];
  if (fence !== undefined) first.push(writeFence(fence));
  // Whose event it was before it came from another shard.
  if (shard !== undefined && name === 'events') first.push('moved_from UInt32 DEFAULT 0');
  return `(${[...first, definitions[name].slice(1)].join(', ')}`;
}

/** Creates, on one server, the tables that show the rows of all; again when they have other columns. */
export function createSpreadTables(engine: IndexEngine, cluster: IndexCluster): Statement[] {
  const comment = `Muster index, layout ${layoutOf(engine)}, generation 0`;
  const { name, database, spreadDatabase } = cluster;
  return spreadTableNames.map((table) => {
    const columns = table === 'users' ? usersColumns : eventsColumns;
    return plain(
      `CREATE OR REPLACE TABLE ${spreadDatabase}.${table}` +
        ` (${writeColumns(columns)}) ENGINE = Distributed('${name}', '${database}', '${table}', number)` +
        ` COMMENT '${comment}'`,
    );
  });
}

/** New events are moved between shards, too; of new users nobody asks. */
export const spreadTableNames = ['users', 'events', `events${newSuffix}`] as const;

/** Part of a table: it takes no rows but those that come with this number as their comment. */
export function writeFence(fence: number): string {
  return `CONSTRAINT fence CHECK getSetting('log_comment') = '${fence}'`;
}

/** A statement of our own text, without values. */
export function plain(text: string): Statement {
  return { text, parameters: [] };
}
