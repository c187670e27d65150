import fc from 'fast-check';
import { answerKey } from '../../src/answer-key.ts';
import type { Instant, NativeFields, Profile, Value } from '../../src/profile.ts';
import type { EventSource } from '../../src/tree.ts';
import { checkValue } from '../../src/value.ts';
import type { World } from './arbitrary-world.ts';

export interface PersonEvent {
  source: EventSource;
  name: string;
  timestamp: Instant;
  properties: Map<string, Value>;
}

/** One user as both engines are told of her. */
export interface Person {
  profile: Profile;
  events: PersonEvent[];
}

const eventSources: readonly EventSource[] = ['app', 'segment', 'posthog', 'api'];

export function arbitraryPerson(world: World): fc.Arbitrary<Person> {
  const ids = fc.uniqueArray(from(world.names), { maxLength: 2 }).map((names) => new Set(names));
  return fc.record({
    profile: fc.record({
      native: arbitraryNative(world),
      attributes: arbitraryValues(world),
      traits: arbitraryValues(world),
      seen: ids,
      completed: ids,
      imports: ids,
      answers: arbitraryAnswers(world),
    }),
    events: fc.array(arbitraryEvent(world), { maxLength: 8 }),
  });
}

function arbitraryValue(world: World): fc.Arbitrary<Value> {
  const list = fc
    .array(from(world.scalars), { maxLength: 4 })
    .filter((elements) => checkValue(elements).ok);
  return fc.oneof(
    { weight: 3, arbitrary: from(world.texts) },
    { weight: 2, arbitrary: from(world.dateLikes) },
    { weight: 2, arbitrary: from(world.numbers) },
    { weight: 1, arbitrary: fc.boolean() },
    { weight: 2, arbitrary: list },
  );
}

function arbitraryNative(world: World): fc.Arbitrary<NativeFields> {
  const text = fc.oneof(from(world.texts), from(world.dateLikes));
  const instant = from(world.instants);
  return fc.record(
    {
      id: from(world.names),
      name: text,
      email: text,
      language: text,
      firstSeen: instant,
      lastActivity: instant,
      created: instant,
      sessions: fc.oneof(fc.nat(3), from(world.numbers.filter((number) => number >= 0).concat(0))),
      tags: fc.array(from(world.texts), { maxLength: 3 }),
    },
    { requiredKeys: ['sessions', 'tags'] },
  );
}

function arbitraryValues(world: World): fc.Arbitrary<Map<string, Value>> {
  return fc
    .array(fc.tuple(from(world.keys), arbitraryValue(world)), { maxLength: 6 })
    .map((entries) => new Map(entries));
}

function arbitraryAnswers(world: World): fc.Arbitrary<Map<string, Value>> {
  const key = fc
    .tuple(from(world.names), from(world.names))
    .map(([id, step]) => answerKey(id, step));
  return fc
    .array(fc.tuple(key, arbitraryValue(world)), { maxLength: 3 })
    .map((entries) => new Map(entries));
}

function arbitraryEvent(world: World): fc.Arbitrary<PersonEvent> {
  return fc.record({
    source: from(eventSources.slice(0, 2)),
    name: from(world.names.slice(0, 2)),
    timestamp: from(world.instants),
    properties: arbitraryValues({ ...world, keys: world.keys.slice(0, 3) }),
  });
}

export function from<T>(pool: readonly T[]): fc.Arbitrary<T> {
  return fc.constantFrom(...pool);
}
