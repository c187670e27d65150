import fc from 'fast-check';

const { MUSTER_AGREEMENT_RUNS, MUSTER_AGREEMENT_SEED } = process.env;
const factor = Number(MUSTER_AGREEMENT_RUNS ?? 1);

/** Milliseconds that a test of many tries may take before it counts as hanging. */
export const triesTimeoutMs = 600_000 * Math.max(1, factor);

/**
 * Expects that `hold` rejects none of so many random values. `MUSTER_AGREEMENT_RUNS=10` tries ten times
 * as many, `MUSTER_AGREEMENT_SEED` those of a failure again. fast-check neither shrinks nor prints a
 * value: a whole population says little, and `minimise` knows better what to leave out.
 */
export async function tryMany<T>(
  values: fc.Arbitrary<T>,
  count: number,
  hold: (value: T) => Promise<void>,
): Promise<void> {
  const seed = MUSTER_AGREEMENT_SEED === undefined ? {} : { seed: Number(MUSTER_AGREEMENT_SEED) };
  const numRuns = Math.max(1, Math.round(count * factor));
  const details = await fc.check(fc.asyncProperty(values, hold), {
    numRuns,
    endOnFailure: true,
    ...seed,
  });
  if (!details.failed) return;
  const { errorInstance } = details;
  const reason = errorInstance instanceof Error ? errorInstance.message : String(errorInstance);
  throw new Error(`With MUSTER_AGREEMENT_SEED=${details.seed}, try ${details.numRuns}: ${reason}`, {
    cause: errorInstance,
  });
}
