// Live membership alone, without store and index: how many updates a second it takes in, what it holds
// in memory, and how long its answers take.
//   npm run bench -- membership [--users 1000000] [--segments 100] [--updates 500000]
import { parseArgs } from 'node:util';
import {
  createResolver,
  eventKey,
  type NamedOccurrence,
  type Plan,
  prepareEach,
  prepareLooks,
  toEventLookup,
} from '@muster/conditions';
import {
  createBitset,
  toBitset,
  writeBit,
} from '../../apps/server/src/modules/membership/bitset.ts';
import { attributeField, type KnownPerson } from '../../apps/server/src/modules/membership/leaf.ts';
import {
  createMembership,
  type PersonChange,
} from '../../apps/server/src/modules/membership/membership.ts';
import { median, quantile } from './measure/statistics.ts';
import { makeSegments } from './population/many-segments.ts';
import { benchNow, makeEvent, makeProfile } from './population/population.ts';
import { createRandom } from './population/random.ts';

const { values } = parseArgs({
  options: {
    users: { type: 'string', default: '1000000' },
    segments: { type: 'string', default: '100' },
    updates: { type: 'string', default: '500000' },
  },
});
const users = Number(values.users);
const updates = Number(values.updates);
/** Changes that are taken in by one step, as the log gives them. */
const changesAtOnce = 500;
/** Events that a user has had in the 180 days before. */
const eventsEach = 10;

function plansOf(count: number): Map<string, Plan> {
  const saved = makeSegments(count).map(({ name, conditions }, at) => {
    return [`segment-${at}`, { name, conditions }] as const;
  });
  const resolver = createResolver({
    now: benchNow,
    timeZone: 'UTC',
    segments: new Map(saved),
    experiences: new Map(),
    imports: new Set(),
  });
  return new Map(saved.map(([id]) => [id, resolver.resolveSegment(id)]));
}

/** The user as the store would give her: her profile, and some of the events that she has had. */
function know(number: number): KnownPerson & { occurrences: NamedOccurrence[] } {
  const occurrences = Array.from({ length: eventsEach }, (_, i): NamedOccurrence => {
    const { name, timestamp, properties } = makeEvent((number - 1) * eventsEach + i, users);
    return { source: 'api', name, timestamp, properties };
  });
  return { profile: makeProfile(number), events: toEventLookup(occurrences), occurrences };
}

const membership = createMembership(benchNow);
const plans = plansOf(Number(values.segments));
membership.define(plans);
const leaves = membership.emptyLeaves();
console.log(`${users} users, ${plans.size} segments of ${leaves.length} different conditions`);

/** Milliseconds that `work` takes, and what it gives. */
function time<T>(work: () => T): { ms: number; result: T } {
  const start = performance.now();
  const result = work();
  return { ms: performance.now() - start, result };
}

const members = leaves.map(() => createBitset());
const firstFlips = new Float64Array(users + 1).fill(Number.POSITIVE_INFINITY);
const evaluated = time(() => {
  const looks = prepareLooks(leaves.map(({ plan }) => plan));
  for (let number = 1; number <= users; number += 1) {
    const { profile, events } = know(number);
    const look = looks.look(profile, events, benchNow);
    for (const [i, { isMoving }] of leaves.entries()) {
      const own = members[i];
      if (own && looks.isIn(look, i)) writeBit(own, number, true);
      const flip = isMoving ? looks.nextChange(look, i, benchNow) : Number.POSITIVE_INFINITY;
      firstFlips[number] = Math.min(firstFlips[number] ?? 0, flip);
    }
  }
});
console.log(
  `everybody evaluated in ${(evaluated.ms / 1000).toFixed(1)} s, to have what to fill with`,
);
const filled = time(() => {
  membership.fillEveryone(toBitset(Array.from({ length: users }, (_, i) => i + 1)));
  for (const [i, leaf] of leaves.entries()) {
    const flips =
      i === 0 ? [...firstFlips.entries()].filter(([, at]) => at < Number.POSITIVE_INFINITY) : [];
    membership.fill(leaf, { members: members[i] ?? createBitset(), flips });
  }
  membership.step(benchNow, new Map(), []);
});
console.log(`filled in ${filled.ms.toFixed(0)} ms`);

const random = createRandom(7);
/** What is known of whom is made between the steps: only membership is measured. */
function* makeSteps(toChange: (number: number) => { person: KnownPerson; change: PersonChange }) {
  for (let made = 0; made < updates; made += changesAtOnce) {
    const people = new Map<number, KnownPerson>();
    const changes: PersonChange[] = [];
    while (changes.length < changesAtOnce) {
      const number = 1 + Math.floor(random() * users);
      if (people.has(number)) continue;
      const { person, change } = toChange(number);
      people.set(number, person);
      changes.push(change);
    }
    yield { people, changes };
  }
}

function withAnotherValue(number: number): { person: KnownPerson; key: string } {
  const { profile, events } = know(number);
  const key = ['plan', 'seats', 'city', 'renewal', 'role'][number % 5] ?? '';
  const value = makeProfile(1 + ((number * 7) % users)).attributes.get(key);
  const attributes = new Map(profile.attributes);
  if (value !== undefined) attributes.set(key, value);
  return { person: { profile: { ...profile, attributes }, events }, key };
}

const kinds = {
  'a new event': (number: number) => {
    const { profile, occurrences } = know(number);
    const name = ['report_exported', 'purchase', 'invite_sent', 'page_viewed'][number % 4] ?? '';
    const fresh = { source: 'api' as const, name, timestamp: benchNow, properties: new Map() };
    const person = { profile, events: toEventLookup([...occurrences, fresh]) };
    return { person, change: { number, profile: [], events: [eventKey('api', name)] } };
  },
  'another value of one attribute, by its name': (number: number) => {
    const { person, key } = withAnotherValue(number);
    return { person, change: { number, profile: [attributeField('custom', key)], events: [] } };
  },
  // As the log tells of a profile that has changed.
  'another value of one attribute, not said which': (number: number) => {
    const { person } = withAnotherValue(number);
    return { person, change: { number, profile: 'all' as const, events: [] } };
  },
  'all attributes of somebody else': (number: number) => {
    const { profile, events } = know(number);
    const { attributes } = makeProfile(1 + ((number * 7) % users));
    const person = { profile: { ...profile, attributes }, events };
    return { person, change: { number, profile: 'all' as const, events: [] } };
  },
};

console.log(
  '\n| update | updates/s | entered or left | p99 of a step of 500 (ms) |\n|---|---:|---:|---:|',
);
for (const [name, toChange] of Object.entries(kinds)) {
  let ms = 0;
  let transitions = 0;
  const steps: number[] = [];
  let taken = 0;
  for (const { people, changes } of makeSteps(toChange)) {
    // What was needed to make them is no cost of taking them in.
    await globalThis.gc?.({ type: 'minor', execution: 'async' });
    const step = time(() => membership.step(benchNow, people, changes));
    ms += step.ms;
    steps.push(step.ms);
    transitions += step.result.length;
    taken += changes.length;
  }
  const perSecond = Math.round(taken / (ms / 1000));
  console.log(`| ${name} | ${perSecond} | ${transitions} | ${quantile(steps, 0.99).toFixed(2)} |`);
}

const ids = [...plans.keys()];
const reads: number[] = [];
for (let round = 0; round < 101; round += 1) {
  reads.push(time(() => ids.map((id) => membership.count(id))).ms);
}
console.log(`\nall ${ids.length} counts read: median ${(median(reads) * 1000).toFixed(1)} µs`);
console.log(`held: ${(membership.bytes() / 1024 / 1024).toFixed(0)} MB in bitsets and the queue`);

const many = plansOf(1000);
const judge = prepareEach([...many.values()]);
const persons = Array.from({ length: 200 }, (_, i) => know(1 + i * 31));
const took: number[] = [];
for (let round = 0; round < 20; round += 1) {
  for (const { profile, events } of persons) {
    const one = time(() => {
      const isIn = judge(profile, events);
      let count = 0;
      for (let at = 0; at < many.size; at += 1) if (isIn(at)) count += 1;
      return count;
    });
    took.push(one.ms);
  }
}
console.log(
  `1,000 segments for one person, evaluated: median ${(median(took) * 1000).toFixed(0)} µs, p99 ${(quantile(took, 0.99) * 1000).toFixed(0)} µs`,
);
