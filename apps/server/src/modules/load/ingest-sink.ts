import type { Instant } from '@muster/conditions';
import type { Project } from '../../store/store.ts';
import { OverloadedError } from '../ingest/ingest-service.ts';
import { createLoadOrigin } from '../ingest/load-origin.ts';
import type { Receipt } from '../ingest/receive-items.ts';
import type { Intake } from '../intake/intake.ts';
import { encodeItems } from './encode-items.ts';
import type { LoadSink } from './load-sink.ts';

export interface IngestSinkSettings {
  intake: Intake;
  project: Project;
  /** Shown as Source, see `labelOf`. */
  label: string;
  now: () => Instant;
  /** Waits that long; asked for while the intake has too much to do. */
  sleep: (ms: number) => Promise<void>;
}

/** Sends to the intake of this process. */
export function createIngestSink(settings: IngestSinkSettings): LoadSink {
  const { intake, project, label, now, sleep } = settings;
  const origin = createLoadOrigin(label);
  const encoder = new TextEncoder();
  return {
    // One is written while the next are made ready; the intake keeps their order.
    maxInFlight: 3,
    async send(items) {
      const json = encodeItems(items);
      for (;;) {
        const { number, timeZone } = project;
        const body = encoder.encode(json);
        const parcel = { kind: 'items', project: number, timeZone, body, origin } as const;
        const receipt = await intake
          .receive({ ...parcel, arrivedAt: now(), isUnhurried: true })
          .catch(waitWhenOverloaded);
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
