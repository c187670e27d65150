/** Closed while more comes than whoever follows the log could follow. */
export interface FloodGate {
  /** @param rowsAChange users or events that a change of the log is about, on average */
  close(head: number, rowsAChange: number): void;
  /** Whether as much still comes as when it was closed. */
  isClosed(): Promise<boolean>;
}

/** How often it is looked whether as much still comes, what of is little, and for how long it is waited. */
export const floodLookMs = 1_000;
const fewRows = 2_000;
const longestFloodMs = 60_000;

interface Flood {
  head: number;
  rowsAChange: number;
  /** By `performance.now`. */
  until: number;
}

export function createFloodGate(headPosition: () => Promise<number>): FloodGate {
  let flood: Flood | undefined;
  return {
    close(head, rowsAChange) {
      flood = { head, rowsAChange, until: performance.now() + longestFloodMs };
    },
    async isClosed() {
      if (flood === undefined) return false;
      const head = await headPosition();
      const rows = (head - flood.head) * flood.rowsAChange;
      flood = rows < fewRows || performance.now() > flood.until ? undefined : { ...flood, head };
      return flood !== undefined;
    },
  };
}
