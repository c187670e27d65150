import { decodeText } from '../../http/read-body.ts';
import type { Store } from '../../store/store.ts';
import { receiveRows } from '../imports/receive-rows.ts';
import type { IngestService } from '../ingest/ingest-service.ts';
import { parseBody } from '../ingest/parse-body.ts';
import { receiveItems } from '../ingest/receive-items.ts';
import { receiveCommands } from '../sdk/receive-commands.ts';
import { receiveFromSource } from '../sources/receive-from-source.ts';
import type { Intake, Parcel, Receipts } from './intake.ts';

export interface LocalIntakeSettings {
  store: Store;
  service: IngestService;
  /** A fresh id, unlike any other, for an event that is sent without a message id. */
  newId: () => string;
}

/** An intake that does its work in the thread that calls it. */
export function createLocalIntake({ store, service, newId }: LocalIntakeSettings): Intake {
  const receivers: { [Kind in Parcel['kind']]: Receiver<Kind> } = {
    items({ project, timeZone, body, origin, arrivedAt, isUnhurried = false }) {
      const rawItems = parseBody(decodeText(body));
      const arrival = { origin, arrivedAt, timeZone, newId };
      const bytes = body.byteLength;
      return receiveItems(service, { project, rawItems, arrival, bytes, isUnhurried });
    },
    source: (parcel) => receiveFromSource({ store, ingest: service, newId }, parcel),
    rows: (parcel) => receiveRows(service, parcel),
    commands: (parcel) => receiveCommands({ store, ingest: service }, parcel),
  };

  return {
    // Async, so that a body that cannot be read rejects as everything else does.
    receive: async (parcel) => receivers[parcel.kind](parcel),
    close: () => service.close(),
  };
}

type Receiver<Kind extends Parcel['kind']> = (
  parcel: Extract<Parcel, { kind: Kind }>,
) => Promise<Receipts[Kind]>;
