import type { AttributeSource, EventSource, Kind, Scalar } from '@muster/conditions';

/** What members have written about something. What is hidden is not offered, but known all the same. */
interface Noted {
  isHidden?: boolean;
  description?: string;
}

/** How many have a key, as each kind of value. A date is counted as a string too. */
export interface CatalogKey extends Noted {
  key: string;
  users: number;
  kinds: readonly { kind: Kind; users: number }[];
}

export interface CatalogEvent extends Noted {
  source: EventSource;
  name: string;
  count: number;
}

export interface CatalogSegment {
  id: string;
  name: string;
  badge?: { hue: number; mark?: string | undefined; label?: string | undefined } | undefined;
  audience?: number | null | undefined;
}

/** A step of an experience that people answer. */
export interface CatalogStep {
  id: string;
  name: string;
  /** The kind of its answers. */
  kind: Kind;
  /** What can be chosen, where it is a choice. */
  choices?: readonly string[];
}

export interface CatalogExperience {
  id: string;
  name: string;
  steps: readonly CatalogStep[];
}

/** What can be asked about in this project. What is not there is not offered. */
export interface BuilderCatalog {
  /** Of native fields, as far as somebody wrote about them. */
  native?: readonly (Noted & { key: string })[];
  attributes: readonly CatalogKey[];
  traits: readonly CatalogKey[];
  events: readonly CatalogEvent[];
  segments: readonly CatalogSegment[];
  experiences?: readonly CatalogExperience[];
  imports?: readonly { id: string; name: string }[];
  /** False when there are more keys or events than are listed here. */
  complete?: boolean;
}

/** Whose values are suggested. */
export type ValueSubject =
  | { type: 'attribute'; source: AttributeSource; key: string }
  | { type: 'property'; source: EventSource; name: string; key: string };

export interface Suggestion {
  value: Scalar;
  /** How many have it. */
  count: number;
}

export interface EventProperty extends Noted {
  key: string;
  count: number;
  kinds: readonly { kind: Kind; count: number }[];
  samples: readonly Scalar[];
}

/**
 * All that the builder is given about the project. Its functions may reject, or be aborted: then there
 * are no suggestions, and what a person types is taken all the same.
 */
export interface BuilderData {
  catalog: BuilderCatalog;
  /** Values that begin with the text, most frequent first. */
  suggestValues(
    subject: ValueSubject,
    prefix: string,
    signal: AbortSignal,
  ): Promise<{ values: readonly Suggestion[] }>;
  /** The properties that an event has come with. */
  listProperties(
    event: { source: EventSource; name: string },
    signal: AbortSignal,
  ): Promise<{ properties: readonly EventProperty[] }>;
}
