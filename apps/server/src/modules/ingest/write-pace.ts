/** How fast items have been written of late. */
export interface WritePace {
  /** A batch of so many items has taken so many milliseconds. */
  note(items: number, ms: number): void;
  /** Milliseconds that so many items are likely to take; 0 while nothing has been written. */
  estimate(items: number): number;
}

/** What remains of what is remembered at each batch: one that was slow counts a tenth. */
const kept = 0.9;

export function createWritePace(): WritePace {
  let items = 0;
  let ms = 0;
  return {
    note(more, took) {
      items = items * kept + more;
      ms = ms * kept + took;
    },
    estimate: (count) => (items === 0 ? 0 : (count * ms) / items),
  };
}
