import type { ExperienceStatus, TrackedCondition } from '@muster/protocol';
import { createVersionedDocuments } from './versioned-documents.ts';

/** What of a no-code event people wrote. */
export interface TrackedEventContent {
  name: string;
  /** The name of the event that it reports, of source `app`. */
  codeName: string;
  description: string;
  status: ExperienceStatus;
  match: 'all' | 'any';
  conditions: TrackedCondition[];
}

export interface TrackedEventRow extends TrackedEventContent {
  id: string;
  project: number;
  version: number;
  /** When it was first live; absent: never yet. */
  publishedAt?: number;
  createdAt: number;
  createdBy: string;
  updatedAt: number;
  updatedBy: string;
}

/** A version as it was before an edit, or at its deletion. */
export interface TrackedEventVersion extends TrackedEventContent {
  trackedEventId: string;
  version: number;
  at: number;
  by: string;
}

export const trackedEvents = createVersionedDocuments<
  TrackedEventRow,
  TrackedEventVersion,
  'trackedEventId'
>({
  table: 'tracked_events',
  versions: 'tracked_event_versions',
  owner: 'tracked_event',
  ownerId: 'trackedEventId',
});
