import type { Clock } from '../../src/operator.ts';
import type { NativeFields, Value } from '../../src/profile.ts';
import { references } from '../../src/references.ts';
import type { ResolveContext } from '../../src/resolve.ts';
import type { Group } from '../../src/tree.ts';
import type { Person, PersonEvent } from './arbitrary-person.ts';
import type { SavedTrees } from './scenario.ts';

/** One question about one person: what a mismatch comes down to, and what a regression is. */
export interface Case {
  clock: Clock;
  tree: Group;
  segments: SavedTrees;
  person: Person;
}

/** A context in which all that the trees of the case name exists. */
export function contextOf({ clock, tree, segments }: Case): ResolveContext {
  const named = [tree, ...segments.values()].map(references);
  const experiences = named.flatMap((each) => each.experiences);
  const steps = new Set(experiences.flatMap((each) => each.steps.map(({ stepId }) => stepId)));
  return {
    ...clock,
    experiences: new Map(experiences.map(({ experienceId }) => [experienceId, { steps }])),
    imports: new Set(named.flatMap((each) => each.imports.map(({ importId }) => importId))),
    segments: new Map([...segments].map(([id, conditions]) => [id, { name: id, conditions }])),
  };
}

/** What differs from a user about whom nothing is known. Keys in pairs: `__proto__` is one, too. */
export interface PersonParts {
  native?: Partial<NativeFields>;
  attributes?: [key: string, value: Value][];
  traits?: [key: string, value: Value][];
  answers?: [key: string, value: Value][];
  seen?: string[];
  completed?: string[];
  imports?: string[];
  events?: (Omit<PersonEvent, 'properties' | 'timestamp'> & {
    at: string;
    properties?: [key: string, value: Value][];
  })[];
}

export function makePerson(parts: PersonParts): Person {
  return {
    profile: {
      native: { sessions: 0, tags: [], ...parts.native },
      attributes: new Map(parts.attributes),
      traits: new Map(parts.traits),
      answers: new Map(parts.answers),
      seen: new Set(parts.seen),
      completed: new Set(parts.completed),
      imports: new Set(parts.imports),
    },
    events: (parts.events ?? []).map(({ at, properties, ...event }) => ({
      ...event,
      timestamp: Date.parse(at),
      properties: new Map(properties),
    })),
  };
}

/** The case as text that can be made a regression of with little editing. */
export function writeCase({ clock, tree, segments, person }: Case): string {
  const { profile, events } = person;
  const written = {
    timeZone: clock.timeZone,
    now: new Date(clock.now).toISOString(),
    tree,
    segments: [...segments],
    person: {
      native: profile.native,
      attributes: [...profile.attributes],
      traits: [...profile.traits],
      answers: [...profile.answers],
      seen: [...profile.seen],
      completed: [...profile.completed],
      imports: [...profile.imports],
      events: events.map(({ timestamp, properties, ...event }) => ({
        ...event,
        at: new Date(timestamp).toISOString(),
        properties: [...properties],
      })),
    },
  };
  return JSON.stringify(written, undefined, 2);
}
