import { renderSql, type SqlParameter, sql } from '@muster/conditions';
import { type IndexCluster, type IndexEngine, IndexEngineError, shardsOf } from './engine.ts';
import { type Exclusion, type IndexTarget, userKey } from './index-target.ts';
import {
  allTableNames,
  createLedgers,
  createSpreadTables,
  layoutOf,
  newSuffix,
  plain,
  readMark,
  spreadTableNames,
  type TableMark,
  tableNames,
} from './schema.ts';

/** What was found where the index should be. */
export type FoundIndex = {
  /** The generation that the next rebuild has. */
  nextGeneration: number;
} & (
  | { target: IndexTarget }
  /** It has to be made from the store, because of `reason`. */
  | { target?: undefined; reason: string }
);

/**
 * Reads what the index holds, finishes a takeover that was cut short, and removes what an unfinished
 * rebuild left. Nothing may be running in the engine (`settle`). Throws an `IndexEngineError` when
 * the database holds tables of somebody else's.
 */
export async function openIndex(engine: IndexEngine): Promise<FoundIndex> {
  if (engine.cluster !== undefined) await spreadTables(engine.cluster);
  const shards = shardsOf(engine);
  const marks = await readAllMarks(engine);
  if (marks.some((ofShard) => !ofShard.has('position') || !ofShard.has('excluded'))) {
    const isEmpty = marks.every(({ size }) => size === 0);
    return abandon(engine, marks, isEmpty ? 'there is none yet' : 'a table is missing');
  }
  const isOurs = (shard: IndexEngine, at: number) =>
    [...(marks[at]?.values() ?? [])].every(({ layout }) => layout === layoutOf(shard));
  if (!shards.every(isOurs)) return abandon(engine, marks, 'its layout is of another version');
  const found = marks.flatMap((ofShard) => [...ofShard.values()]);
  const newest = Math.max(...found.map(({ generation }) => generation));
  const isComplete = (await readLedger(engine, newest)).has('complete');
  if (isComplete) await takeOver(engine, newest);
  else await dropNew(engine, marks);

  const nextGeneration = Math.max(newest, await readNewestGeneration(engine)) + 1;
  const [generation, ...others] = new Set(
    (await readAllMarks(engine)).flatMap((ofShard) =>
      tableNames.map((name) => ofShard.get(name)?.generation),
    ),
  );
  if (generation === undefined || others.length > 0) {
    return { reason: 'a table is missing', nextGeneration };
  }
  const entries = await readLedger(engine, generation);
  const position = entries.get('index');
  if (position === undefined || !entries.has('complete')) {
    return { reason: 'it was never finished', nextGeneration };
  }
  return { target: await readTarget(engine, generation, position, entries), nextGeneration };
}

/**
 * Lets the complete new tables of a generation take the place of the present ones, one after the
 * other and shard by shard; `openIndex` finishes it when it is cut short.
 */
export async function takeOver(engine: IndexEngine, generation: number): Promise<void> {
  for (const shard of shardsOf(engine)) {
    const marks = await readMarks(shard);
    for (const name of tableNames) {
      const fresh = `${name}${newSuffix}`;
      if (marks.get(fresh)?.generation !== generation) continue;
      await shard.execute(
        plain(
          marks.has(name)
            ? `EXCHANGE TABLES ${fresh} AND ${name}`
            : `RENAME TABLE ${fresh} TO ${name}`,
        ),
      );
    }
  }
  for (const name of tableNames) {
    await engine.execute(plain(`DROP TABLE IF EXISTS ${name}${newSuffix}`));
  }
}

/** Those of each server of a cluster, by whose layout their tables must be. */
async function spreadTables(cluster: IndexCluster): Promise<void> {
  const names: SqlParameter = { type: 'Array(String)', value: [...spreadTableNames] };
  const database: SqlParameter = { type: 'String', value: cluster.spreadDatabase };
  for (const shard of cluster.shards) {
    const rows = await shard.query<{ comment: string }>(
      renderSql(sql`SELECT comment FROM system.tables
        WHERE database = ${database} AND has(${names}, name)`),
    );
    const present = rows.filter(({ comment }) => readMark(comment)?.layout === layoutOf(shard));
    if (present.length === spreadTableNames.length) continue;
    for (const statement of createSpreadTables(shard, cluster)) await shard.execute(statement);
  }
}

type Marks = Map<string, TableMark>;

function readAllMarks(engine: IndexEngine): Promise<Marks[]> {
  return Promise.all(shardsOf(engine).map(readMarks));
}

/** The marks of the tables that are there. Throws when one of them is somebody else's. */
async function readMarks(engine: IndexEngine): Promise<Marks> {
  const names: SqlParameter = { type: 'Array(String)', value: allTableNames };
  const rows = await engine.query<{ name: string; comment: string }>(
    renderSql(sql`SELECT name, comment FROM system.tables
      WHERE database = currentDatabase() AND has(${names}, name)`),
  );
  const marks: Marks = new Map();
  for (const { name, comment } of rows) {
    const mark = readMark(comment);
    if (mark === undefined) {
      throw new IndexEngineError(
        `The database of the index holds a table "${name}" that is not Muster's; use another database`,
      );
    }
    marks.set(name, mark);
  }
  return marks;
}

/** Who has the ledgers. */
function findLedgers(engine: IndexEngine): IndexEngine {
  const [first = engine] = shardsOf(engine);
  return first;
}

/** What the ledger says of a generation, by name. */
async function readLedger(engine: IndexEngine, generation: number): Promise<Map<string, number>> {
  const value: SqlParameter = { type: 'UInt64', value: generation };
  const rows = await findLedgers(engine).query<{ name: string; reached: string }>(
    renderSql(sql`SELECT name, max(position) AS reached FROM position
      WHERE generation = ${value} GROUP BY name`),
  );
  return new Map(rows.map(({ name, reached }) => [name, Number(reached)]));
}

/** Also one whose tables are gone: its entries must not be taken for those of another. */
async function readNewestGeneration(engine: IndexEngine): Promise<number> {
  const [row] = await findLedgers(engine).query<{ newest: string }>(
    plain('SELECT max(generation) AS newest FROM position'),
  );
  return Number(row?.newest ?? 0);
}

async function readTarget(
  engine: IndexEngine,
  generation: number,
  position: number,
  entries: ReadonlyMap<string, number>,
): Promise<IndexTarget> {
  const held = await Promise.all(
    shardsOf(engine).map((shard) =>
      shard.query<{ through: string }>(plain('SELECT max(rev) AS through FROM events')),
    ),
  );
  const value: SqlParameter = { type: 'UInt64', value: generation };
  const excluded = await findLedgers(engine).query<Exclusion & { position: string }>(
    renderSql(sql`SELECT project, number, position, reason FROM excluded FINAL
      WHERE generation = ${value}`),
  );
  const zones = [...entries].flatMap(([name, at]): [number, number][] => {
    const project = /^zone (\d+)$/.exec(name)?.[1];
    return project === undefined ? [] : [[Number(project), at]];
  });
  return {
    generation,
    suffix: '',
    position,
    eventsThrough: held.map(([row]) =>
      Math.max(position, entries.get('events') ?? 0, Number(row?.through ?? 0)),
    ),
    excluded: new Map(
      excluded.map((one) => [
        userKey(one.project, one.number),
        { ...one, position: Number(one.position) },
      ]),
    ),
    zoneChanges: new Map(zones),
  };
}

/** Removes an index that cannot be used any further, ledgers included. */
async function abandon(
  engine: IndexEngine,
  marks: readonly Marks[],
  reason: string,
): Promise<FoundIndex> {
  for (const [at, shard] of shardsOf(engine).entries()) {
    for (const name of marks[at]?.keys() ?? []) {
      await shard.execute(plain(`DROP TABLE IF EXISTS ${name} SYNC`));
    }
    for (const statement of createLedgers(shard)) await shard.execute(statement);
  }
  return { reason, nextGeneration: 1 };
}

async function dropNew(engine: IndexEngine, marks: readonly Marks[]): Promise<void> {
  for (const [at, shard] of shardsOf(engine).entries()) {
    for (const name of tableNames) {
      const fresh = `${name}${newSuffix}`;
      if (marks[at]?.has(fresh)) await shard.execute(plain(`DROP TABLE ${fresh} SYNC`));
    }
  }
}
