import { type IndexRow, joinBlocks, type RowBlock, toBlock } from './rows.ts';

/** Gathers rows into blocks. One block is inserted while the next one fills. */
export interface BlockInserter {
  /** Waits when a block is full and the one before it is not yet inserted. */
  add(row: IndexRow): Promise<void>;
  /** Inserts what is left and resolves when everything has been inserted. */
  end(): Promise<void>;
}

/** Larger blocks are merged less often, and take more memory. */
const maxRows = 50_000;
const maxBytes = 8 * 1024 * 1024;

/** Rows kept as objects: kept for the whole block, they made the garbage collector take a third of the time. */
const rowsOnHeap = 100;

export function createBlockInserter(insert: (block: RowBlock) => Promise<void>): BlockInserter {
  let rows: IndexRow[] = [];
  let blocks: RowBlock[] = [];
  let rowCount = 0;
  let bytes = 0;
  let inserting: Promise<void> = Promise.resolve();

  function pack(): void {
    if (rows.length > 0) blocks.push(toBlock(rows));
    rows = [];
  }

  async function flush(): Promise<void> {
    pack();
    const block = joinBlocks(blocks);
    blocks = [];
    rowCount = 0;
    bytes = 0;
    await inserting;
    inserting = insert(block);
    // Whoever adds next meets the failure; it must not end the process before that.
    inserting.catch(() => undefined);
  }

  return {
    async add(row) {
      rows.push(row);
      rowCount += 1;
      bytes += row.line.length;
      if (rows.length >= rowsOnHeap) pack();
      if (rowCount >= maxRows || bytes >= maxBytes) await flush();
    },
    async end() {
      if (rowCount > 0) await flush();
      await inserting;
    },
  };
}
