import { type NamedOccurrence, toEventLookup } from '../src/event-lookup.ts';
import type { EventLookup, Instant, NativeFields, Profile, Value } from '../src/profile.ts';

/** A profile with nothing in it but what is given. */
export function person(
  rest: Partial<Omit<Profile, 'native' | 'attributes' | 'traits'>> & {
    native?: Partial<NativeFields>;
    attributes?: Record<string, Value>;
    traits?: Record<string, Value>;
  } = {},
): Profile {
  return {
    answers: new Map(),
    seen: new Set(),
    completed: new Set(),
    imports: new Set(),
    ...rest,
    native: { sessions: 0, tags: [], ...rest.native },
    attributes: new Map(Object.entries(rest.attributes ?? {})),
    traits: new Map(Object.entries(rest.traits ?? {})),
  };
}

/** An occurrence of an event of the server API. */
export function occurrence(
  name: string,
  timestamp: Instant | string,
  properties: Record<string, Value> = {},
): NamedOccurrence {
  return {
    source: 'api',
    name,
    timestamp: typeof timestamp === 'string' ? Date.parse(timestamp) : timestamp,
    properties: new Map(Object.entries(properties)),
  };
}

/** One user's events. */
export function did(...occurrences: NamedOccurrence[]): EventLookup {
  return toEventLookup(occurrences);
}

/** Events that must not be asked for. */
export const noLookup: EventLookup = {
  find() {
    throw new Error('Nobody should have looked.');
  },
};
