/** Chance that is the same for the same seed. */
export interface Chance {
  readonly seed: number;
  /** A whole number from 0 to below `limit`. */
  below(limit: number): number;
  pick<T>(values: readonly T[]): T;
  /** True in one of so many cases. */
  oneIn(cases: number): boolean;
  /** Another one, which draws by itself: so what one client does depends on no other. */
  fork(): Chance;
}

/** `MUSTER_FAULTS_SEED`, or a seed of this moment; each test prints its own, to be tried again. */
export function chooseSeed(): number {
  return Number(process.env.MUSTER_FAULTS_SEED ?? Date.now() % 1_000_000_007);
}

/** mulberry32. */
export function createChance(seed: number): Chance {
  let state = seed >>> 0;
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (t ^ (t >>> 14)) >>> 0;
  }
  const below = (limit: number) => Math.floor((next() / 2 ** 32) * limit);
  return {
    seed,
    below,
    pick: (values) => values[below(values.length)] as (typeof values)[number],
    oneIn: (cases) => below(cases) === 0,
    fork: () => createChance(next()),
  };
}
