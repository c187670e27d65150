/** A seeded generator, so that every run measures the same population (mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** One of `values`; the first are the likeliest when `skew` is above 1. */
export function pick<T>(random: () => number, values: readonly T[], skew = 1): T {
  const index = Math.floor(random() ** skew * values.length);
  return values[index] as T;
}
