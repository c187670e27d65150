import type { EventSource } from './tree.ts';

/** One element of a list, and the scalar kinds of an attribute. */
export type Scalar = string | number | boolean;

/**
 * A value in canonical form: a well-formed string of at most 700 code points, a finite number (never
 * −0, integers at most 2^53), a boolean, or a list of those. `checkValue` makes and refuses them.
 */
export type Value = Scalar | Scalar[];

/** Instants are milliseconds since the Unix epoch, whole numbers, everywhere in this package. */
export type Instant = number;

/** The native fields of one user. An absent key is a missing value. */
export interface NativeFields {
  id?: string;
  name?: string;
  email?: string;
  language?: string;
  firstSeen?: Instant;
  lastActivity?: Instant;
  created?: Instant;
  sessions: number;
  tags: string[];
}

/** What conditions can ask about one user, events aside. Read-only to this package. */
export interface Profile {
  native: NativeFields;
  /** Custom attributes by key. */
  attributes: ReadonlyMap<string, Value>;
  /** Segment.io traits by key. */
  traits: ReadonlyMap<string, Value>;
  /** Experience ids. */
  seen: ReadonlySet<string>;
  completed: ReadonlySet<string>;
  /** The latest answer by `answerKey(experienceId, stepId)`. */
  answers: ReadonlyMap<string, Value>;
  /** Ids of the imports that this user was in. */
  imports: ReadonlySet<string>;
}

/** One occurrence, already deduplicated by message id. */
export interface Occurrence {
  timestamp: Instant;
  properties: ReadonlyMap<string, Value>;
}

/**
 * One user's events. `find` returns every occurrence of the event whose timestamp is in
 * `[from, until)`, in any order; a caller that reads from a store uses the bounds.
 */
export interface EventLookup {
  find(
    source: EventSource,
    name: string,
    from: Instant | undefined,
    until: Instant | undefined,
  ): readonly Occurrence[];
}
