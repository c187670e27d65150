import type { IngestService, Outcome } from './ingest-service.ts';

/** How many items came out how. */
export type OutcomeCounts = Partial<Record<Outcome['status'], number>>;

/** The same service; `onStored` hears of each submission that was stored before its sender does. */
export function watchOutcomes(
  service: IngestService,
  onStored: (counts: OutcomeCounts) => void,
): IngestService {
  return {
    async submit(submission) {
      const outcomes = await service.submit(submission);
      const counts: OutcomeCounts = {};
      for (const { status } of outcomes) counts[status] = (counts[status] ?? 0) + 1;
      onStored(counts);
      return outcomes;
    },
    close: () => service.close(),
  };
}
