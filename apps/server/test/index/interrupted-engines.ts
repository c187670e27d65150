import type { IndexEngine, IndexEngines } from '../../src/index/engine.ts';

/** When an interruption happens: just before a statement reaches the engine, or just after it is done. */
export type Moment = 'before' | 'after';

/** The process is gone at this statement: nothing more reaches the engine. */
class Interruption extends Error {
  override readonly name = 'Interruption';
}

/**
 * The engines, whose nth writing statement is the last: before it or after it, and for ever from then
 * on, every statement fails. Reads pass.
 */
export function interruptAt(
  engines: IndexEngines,
  nth: number,
  moment: Moment,
): { engines: IndexEngines; statements: () => number } {
  let statements = 0;
  let isOver = false;

  async function count<T>(run: () => Promise<T>): Promise<T> {
    statements += 1;
    if (isOver || (statements === nth && moment === 'before')) {
      isOver = true;
      throw new Interruption(`Interrupted ${moment} statement ${nth}`);
    }
    const result = await run();
    if (statements === nth) {
      isOver = true;
      throw new Interruption(`Interrupted ${moment} statement ${nth}`);
    }
    return result;
  }

  return { statements: () => statements, engines: wrapWrites(engines, count) };
}

/** The engines, each of whose writing statements, on a cluster those of each shard, is done by `write`. */
export function wrapWrites(
  engines: IndexEngines,
  write: <T>(run: () => Promise<T>) => Promise<T>,
): IndexEngines {
  function wrap(engine: IndexEngine): IndexEngine {
    return {
      kind: engine.kind,
      shard: engine.shard,
      cluster: engine.cluster && {
        ...engine.cluster,
        shards: engine.cluster.shards.map(wrap),
      },
      query: (statement, options) => engine.query(statement, options),
      stream: (statement, options) => engine.stream(statement, options),
      streamBlocks: (statement, options) => engine.streamBlocks(statement, options),
      insert: (table, rows) => write(() => engine.insert(table, rows)),
      execute: (statement) => write(() => engine.execute(statement)),
    };
  }
  return {
    indexer: wrap(engines.indexer),
    dashboard: engines.dashboard,
    background: wrap(engines.background),
    fence: (token) => engines.fence(token),
    settle: () => engines.settle(),
    reset: () => engines.reset(),
    close: () => engines.close(),
  };
}
