import { renderSql, type SqlParameter, sql } from '@muster/conditions';
import { type IndexEngine, IndexEngineError } from './engine.ts';
import { type Exclusion, type IndexTarget, userKey } from './index-target.ts';
import {
  allTableNames,
  createLedgers,
  layoutId,
  newSuffix,
  plain,
  readMark,
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
  let marks = await readMarks(engine);
  if (!marks.has('position') || !marks.has('excluded')) {
    return abandon(engine, marks, marks.size === 0 ? 'there is none yet' : 'a table is missing');
  }
  if ([...marks.values()].some(({ layout }) => layout !== layoutId)) {
    return abandon(engine, marks, 'its layout is of another version');
  }
  const newest = Math.max(...[...marks.values()].map(({ generation }) => generation));
  const isComplete = (await readLedger(engine, newest)).has('complete');
  if (isComplete) await takeOver(engine, marks, newest);
  else await dropNew(engine, marks);

  marks = await readMarks(engine);
  const generation = marks.get('users')?.generation;
  const nextGeneration = Math.max(newest, await readNewestGeneration(engine)) + 1;
  if (generation === undefined || generation !== marks.get('events')?.generation) {
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
 * other; `openIndex` finishes it when it is cut short.
 */
export async function takeOver(
  engine: IndexEngine,
  marks: ReadonlyMap<string, TableMark>,
  generation: number,
): Promise<void> {
  for (const name of tableNames) {
    const fresh = `${name}${newSuffix}`;
    if (marks.get(fresh)?.generation === generation) {
      const present = marks.has(name);
      await engine.execute(
        plain(
          present ? `EXCHANGE TABLES ${fresh} AND ${name}` : `RENAME TABLE ${fresh} TO ${name}`,
        ),
      );
    }
  }
  for (const name of tableNames) {
    await engine.execute(plain(`DROP TABLE IF EXISTS ${name}${newSuffix}`));
  }
}

/** The marks of the tables that are there. Throws when one of them is somebody else's. */
export async function readMarks(engine: IndexEngine): Promise<Map<string, TableMark>> {
  const names: SqlParameter = { type: 'Array(String)', value: allTableNames };
  const rows = await engine.query<{ name: string; comment: string }>(
    renderSql(sql`SELECT name, comment FROM system.tables
      WHERE database = currentDatabase() AND has(${names}, name)`),
  );
  const marks = new Map<string, TableMark>();
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

/** What the ledger says of a generation, by name. */
async function readLedger(engine: IndexEngine, generation: number): Promise<Map<string, number>> {
  const value: SqlParameter = { type: 'UInt64', value: generation };
  const rows = await engine.query<{ name: string; reached: string }>(
    renderSql(sql`SELECT name, max(position) AS reached FROM position
      WHERE generation = ${value} GROUP BY name`),
  );
  return new Map(rows.map(({ name, reached }) => [name, Number(reached)]));
}

/** Also one whose tables are gone: its entries must not be taken for those of another. */
async function readNewestGeneration(engine: IndexEngine): Promise<number> {
  const [row] = await engine.query<{ newest: string }>(
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
  const [held] = await engine.query<{ through: string }>(
    plain('SELECT max(rev) AS through FROM events'),
  );
  const value: SqlParameter = { type: 'UInt64', value: generation };
  const excluded = await engine.query<Exclusion & { position: string }>(
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
    eventsThrough: Math.max(position, Number(held?.through ?? 0)),
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
  marks: ReadonlyMap<string, TableMark>,
  reason: string,
): Promise<FoundIndex> {
  for (const name of marks.keys()) await engine.execute(plain(`DROP TABLE IF EXISTS ${name} SYNC`));
  for (const statement of createLedgers(engine.fence)) await engine.execute(statement);
  return { reason, nextGeneration: 1 };
}

async function dropNew(engine: IndexEngine, marks: ReadonlyMap<string, TableMark>): Promise<void> {
  for (const name of tableNames) {
    const fresh = `${name}${newSuffix}`;
    if (marks.has(fresh)) await engine.execute(plain(`DROP TABLE ${fresh} SYNC`));
  }
}
