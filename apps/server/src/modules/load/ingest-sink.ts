import type { Instant } from '@muster/conditions';
import type { Project } from '../../store/store.ts';
import { type IngestService, OverloadedError } from '../ingest/ingest-service.ts';
import { createLoadOrigin } from '../ingest/load-origin.ts';
import { type Receipt, receiveItems } from '../ingest/receive-items.ts';
import type { LoadSink } from './load-sink.ts';

export interface IngestSinkSettings {
  service: IngestService;
  project: Project;
  /** Shown as Source, see `labelOf`. */
  label: string;
  now: () => Instant;
  newId: () => string;
  /** Waits that long; asked for while the service has too much to do. */
  sleep: (ms: number) => Promise<void>;
}

/** About how much memory an item takes; the service bounds what waits by it. */
const bytesPerItem = 500;

/** Sends to the ingestion of this process. */
export function createIngestSink(settings: IngestSinkSettings): LoadSink {
  const { service, project, label, now, newId, sleep } = settings;
  const origin = createLoadOrigin(label);
  return {
    // One is written while the next are made ready; the service keeps their order.
    maxInFlight: 3,
    async send(rawItems) {
      const arrival = { origin, arrivedAt: now(), timeZone: project.timeZone, newId };
      const bytes = rawItems.length * bytesPerItem;
      for (;;) {
        const receipt = await receiveItems(service, {
          project: project.number,
          rawItems,
          arrival,
          bytes,
          isUnhurried: true,
        }).catch(waitWhenOverloaded);
        if (receipt !== undefined) return receipt;
      }
    },
  };

  async function waitWhenOverloaded(error: unknown): Promise<Receipt | undefined> {
    if (!(error instanceof OverloadedError)) throw error;
    await sleep(error.retryAfterSeconds * 1000);
    return undefined;
  }
}
