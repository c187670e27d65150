import { findShard, type IndexEngine, IndexEngineError, shardsOf } from './engine.ts';
import {
  type IndexRow,
  partBlock,
  type RefusedRow,
  type RowBlock,
  splitBlock,
  toBlock,
} from './rows.ts';
import { plain, type TableSuffix, type tableNames } from './schema.ts';

/**
 * Inserts rows as one block, on a cluster as one on each shard. When the engine refuses them for what is in
 * them, the rows to blame are found by halving, on a table that keeps nothing; `onRefused` is told of them
 * and then the others are inserted. Throws the engine's error when the rows are not to blame: then nothing
 * was inserted, on that shard.
 */
export async function insertRows(
  engine: IndexEngine,
  { table, suffix }: { table: (typeof tableNames)[number]; suffix: TableSuffix },
  block: RowBlock,
  onRefused: (refused: RefusedRow[]) => Promise<void>,
): Promise<void> {
  for (const [shard, part] of toShards(engine, block)) {
    await insertInto(shard, `${table}${suffix}`, part, onRefused);
  }
}

/** Inserts rows that no engine refuses, each where it belongs. */
export async function insertBlock(
  engine: IndexEngine,
  table: string,
  block: RowBlock,
): Promise<void> {
  for (const [shard, part] of toShards(engine, block)) await shard.insert(table, part.text);
}

function toShards(engine: IndexEngine, block: RowBlock): [IndexEngine, RowBlock][] {
  const shards = shardsOf(engine);
  const parts = partBlock(block, shards.length, ({ number }) => findShard(engine, number));
  return shards.flatMap((shard, at): [IndexEngine, RowBlock][] => {
    const part = parts[at];
    return part === undefined || part.subjects.length === 0 ? [] : [[shard, part]];
  });
}

async function insertInto(
  engine: IndexEngine,
  name: string,
  block: RowBlock,
  onRefused: (refused: RefusedRow[]) => Promise<void>,
): Promise<void> {
  try {
    await engine.insert(name, block.text);
  } catch (error) {
    // Without a code nobody has looked at the rows: the connection is gone, or the like.
    if (!(error instanceof IndexEngineError) || error.code === undefined) throw error;
    const rows = splitBlock(block);
    const refused = await findRefusedRows(engine, name, rows);
    if (refused.size === 0) throw error;
    await onRefused([...refused].map(([row, reason]) => ({ row, reason })));
    const good = rows.filter((row) => !refused.has(row));
    if (good.length > 0) await engine.insert(name, toBlock(good).text);
  }
}

/** The rows that the table cannot take, and why; none when it would take no row at all, e.g. on a full disk. */
async function findRefusedRows(
  engine: IndexEngine,
  table: string,
  rows: readonly IndexRow[],
): Promise<Map<IndexRow, string>> {
  const probe = `${table}_probe`;
  await engine.execute(plain(`CREATE OR REPLACE TABLE ${probe} AS ${table} ENGINE = Null`));
  const refused = new Map<IndexRow, string>();
  async function search(some: readonly IndexRow[]): Promise<void> {
    const reason = await tryRows(engine, probe, toBlock(some).text);
    if (reason === undefined) return;
    const [first] = some;
    if (first !== undefined && some.length === 1) {
      refused.set(first, reason);
      return;
    }
    const half = Math.ceil(some.length / 2);
    await search(some.slice(0, half));
    await search(some.slice(half));
  }
  try {
    await search(rows);
    const takesAny = (await tryRows(engine, probe, Buffer.from('{"project":0}\n'))) === undefined;
    return takesAny ? refused : new Map();
  } finally {
    await engine.execute(plain(`DROP TABLE IF EXISTS ${probe}`));
  }
}

/** Why the table refuses the rows; nothing when it takes them. */
async function tryRows(
  engine: IndexEngine,
  probe: string,
  rows: Buffer,
): Promise<string | undefined> {
  try {
    await engine.insert(probe, rows);
    return undefined;
  } catch (error) {
    if (!(error instanceof IndexEngineError) || error.code === undefined) throw error;
    return error.message;
  }
}
