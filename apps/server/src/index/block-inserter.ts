import type { IndexRow } from './rows.ts';

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

export function createBlockInserter(insert: (rows: IndexRow[]) => Promise<void>): BlockInserter {
  let rows: IndexRow[] = [];
  let bytes = 0;
  let inserting: Promise<void> = Promise.resolve();

  async function flush(): Promise<void> {
    const block = rows;
    rows = [];
    bytes = 0;
    await inserting;
    inserting = insert(block);
    // Whoever adds next meets the failure; it must not end the process before that.
    inserting.catch(() => undefined);
  }

  return {
    async add(row) {
      rows.push(row);
      bytes += row.line.length;
      if (rows.length >= maxRows || bytes >= maxBytes) await flush();
    },
    async end() {
      if (rows.length > 0) await flush();
      await inserting;
    },
  };
}
