import type { EventSource, Instant, Value } from '@muster/conditions';
import type { Identity } from '../../store/store.ts';

/** Where items come from, and what that means for them. One object is shared by many items. */
export interface Origin {
  /** Shown as Source of what it sets, e.g. `API` or `CSV: customers.csv`. */
  label: string;
  /** The source of its events in conditions. */
  eventSource: EventSource;
  /** Whether an item shows that the user was active at its time; a loaded file does not. */
  isActivity: boolean;
}

/** The server API. */
export const apiOrigin: Origin = { label: 'API', eventSource: 'api', isActivity: true };

/** One thing to record, checked and canonical. Nothing below validation looks at raw JSON. */
export type IngestItem = IdentifyItem | TrackItem;

interface ItemBase {
  origin: Origin;
  timestamp: Instant;
  /** When it reached this server: becomes `created` of a user who is new. */
  arrivedAt: Instant;
}

export interface IdentifyItem extends ItemBase {
  type: 'identify';
  userId: string;
  /** The anonymous user whom this one was until now. */
  anonymousId?: string;
  /** Absent: it is not recognised when sent again. */
  messageId?: string;
  /** Custom attributes; `null` removes. */
  attributes: ReadonlyMap<string, Value | null>;
}

export interface TrackItem extends ItemBase {
  type: 'track';
  identity: Identity;
  event: string;
  messageId: string;
  /** The message id was made here, so it cannot have been seen before. */
  hasOwnMessageId: boolean;
  properties: ReadonlyMap<string, Value>;
}
