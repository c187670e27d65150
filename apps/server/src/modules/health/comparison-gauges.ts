import type { Registry } from 'prom-client';
import type { ComparisonCounts } from '../membership/comparison-tally.ts';
import { createGaugeShow } from './show-gauge.ts';

/** What has come of comparing live membership with the index, all since the start. */
export function addComparisonGauges(registry: Registry, read: () => ComparisonCounts): void {
  const show = createGaugeShow(registry);
  show(
    'muster_live_membership_comparisons',
    'Comparisons of the members that are kept with the index since the start.',
    () => read().compared,
  );
  show(
    'muster_live_membership_comparisons_failed',
    'Comparisons since the start that the index could not be asked for.',
    () => read().failed,
  );
  show(
    'muster_live_membership_repaired',
    'Users and counts that were kept wrongly and put right since the start.',
    () => read().repaired,
  );
  show(
    'muster_live_membership_index_differs',
    'Users since the start of whom the index said something else than the store.',
    () => read().indexDiffers,
  );
  show(
    'muster_live_membership_compared_seconds',
    'When the last comparison came to its end, in seconds since 1970; 0: none has.',
    () => (read().comparedAt ?? 0) / 1000,
  );
}
