import type { Instant, Value } from '@muster/conditions';

/**
 * A value with where it was set and when. `value: null` is the tombstone of a removal: it loses to
 * later writes and keeps an earlier one that arrives late from coming back; views leave it out.
 */
export interface Stamped<T> {
  value: T | null;
  /** Shown as Source: `API`, `SDK`, `Segment`, `CSV: file name`, a named source. */
  source: string;
  at: Instant;
}

/** When a user last saw, completed and dismissed an experience, and when she first saw it. */
export interface Interaction {
  firstSeen?: Instant;
  seen?: Instant;
  completed?: Instant;
  dismissed?: Instant;
}

/** What a user has none of, in all documents the same: an import brings a million who have neither traits nor answers. */
export const none: ReadonlyMap<never, never> = new Map<never, never>();

/** A profile as the store keeps it: everything that is known of one user but her events. */
export interface ProfileDocument {
  /** Dense number in the project; the index knows the user by it. */
  number: number;
  /** Absent while anonymous. */
  userId?: string;
  /** The browser's id of a user who has never been identified. */
  anonymousId?: string;
  name?: Stamped<string>;
  email?: Stamped<string>;
  language?: Stamped<string>;
  /** Instant of the first and last activity; absent for a user who was only imported. */
  firstSeen?: Instant;
  lastActivity?: Instant;
  /** When the profile came to be here. */
  created: Instant;
  sessions: number;
  tags: string[];
  attributes: ReadonlyMap<string, Stamped<Value>>;
  traits: ReadonlyMap<string, Stamped<Value>>;
  /** By experience id. */
  interactions: ReadonlyMap<string, Interaction>;
  /** Latest answer by `answerKey(experienceId, stepId)`. */
  answers: ReadonlyMap<string, { value: Value; at: Instant }>;
  /** Ids of the imports that this user was in. */
  imports: string[];
}
