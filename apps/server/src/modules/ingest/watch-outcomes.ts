import type { IngestItem } from './ingest-item.ts';
import type { IngestService, Outcome } from './ingest-service.ts';

/** How many items of a kind came out how. */
export interface OutcomeCount {
  kind: IngestItem['type'];
  status: Outcome['status'];
  count: number;
}

export type OutcomeCounts = readonly OutcomeCount[];

/** The same service; `onStored` hears of each submission that was stored before its sender does. */
export function watchOutcomes(
  service: IngestService,
  onStored: (counts: OutcomeCounts) => void,
): IngestService {
  return {
    async submit(submission) {
      const outcomes = await service.submit(submission);
      onStored(countOutcomes(submission.items, outcomes));
      return outcomes;
    },
    close: () => service.close(),
  };
}

function countOutcomes(items: readonly IngestItem[], outcomes: readonly Outcome[]): OutcomeCount[] {
  const counts: OutcomeCount[] = [];
  for (const [at, { status }] of outcomes.entries()) {
    const kind = items[at]?.type;
    if (kind === undefined) throw new Error('An outcome is of no item.');
    // A handful of pairs at most.
    const found = counts.find((one) => one.kind === kind && one.status === status);
    if (found === undefined) counts.push({ kind, status, count: 1 });
    else found.count += 1;
  }
  return counts;
}
