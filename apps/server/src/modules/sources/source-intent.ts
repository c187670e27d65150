import type { Instant } from '@muster/conditions';
import type { Identity } from '../../store/store.ts';
import type { Origin, SourceItem, TrackItem } from '../ingest/ingest-item.ts';
import type { Refusal } from '../ingest/refusal.ts';
import type { SourceSetup } from './source-setup.ts';

/** What an item of a source is read with. */
export interface SourceContext {
  setup: SourceSetup;
  origin: Origin;
  arrivedAt: Instant;
  /** Of the project: what a timestamp without an offset means. */
  timeZone: string;
  /** A message id for an event that has none. */
  newId: () => string;
  /** What the request is called by its sender, if it is. */
  requestId?: string | undefined;
  /** When a library sent it by its own clock; absent when somebody in between has corrected times. */
  sentAt?: Instant | undefined;
}

/** What an item means to do. */
export type SourceIntent =
  | { type: 'item'; item: SourceItem | TrackItem }
  | { type: 'erase'; who: Identity; timestamp: Instant; messageId?: string }
  /** It is none of those that are asked for. */
  | { type: 'skip' };

export type Report = (refusal: Refusal) => void;

/** Reads an item; throws an `ItemRefused` when nothing of it can be taken. */
export type ReadIntent = (
  raw: Readonly<Record<string, unknown>>,
  context: SourceContext,
  report: Report,
) => SourceIntent;
