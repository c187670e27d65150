import {
  createResolver,
  type EventQuery,
  evaluate,
  eventKey,
  type Instant,
  movePlans,
  nextPossibleChange,
  type Plan,
  prepare,
  resolve,
  toEventLookup,
  type Value,
} from '@muster/conditions';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  arbitraryPerson,
  type Person,
} from '../../../../packages/conditions/test/agreement/arbitrary-person.ts';
import { arbitraryTree } from '../../../../packages/conditions/test/agreement/arbitrary-tree.ts';
import type { World } from '../../../../packages/conditions/test/agreement/arbitrary-world.ts';
import { triesTimeoutMs, tryMany } from '../../../../packages/conditions/test/agreement/runs.ts';
import {
  arbitraryScenario,
  exactly,
  type Scenario,
  toContext,
} from '../../../../packages/conditions/test/agreement/scenario.ts';
import { arbitraryMovingTree } from '../../../../packages/conditions/test/arbitrary-moving-tree.ts';
import { createBitset, toBitset } from '../../src/modules/membership/bitset.ts';
import { createDueQueue } from '../../src/modules/membership/due-queue.ts';
import { attributeField, type KnownPerson, type Leaf } from '../../src/modules/membership/leaf.ts';
import {
  createMembership,
  type LeafFilling,
  type PersonChange,
} from '../../src/modules/membership/membership.ts';

const hour = 3_600_000;
const day = 24 * hour;
const trees = 6;
const persons = 8;

/** What happens to a population, one after another. */
type Happening =
  | { type: 'replace'; number: number; person: Person }
  | { type: 'attribute'; number: number; key: string; value: Value | undefined }
  | { type: 'event'; number: number; event: Person['events'][number] }
  | { type: 'erase'; number: number }
  | { type: 'segments'; which: boolean[] }
  | { type: 'time'; ms: number };

function arbitraryHappenings(world: World): fc.Arbitrary<Happening[]> {
  const number = fc.integer({ min: 1, max: persons + 3 });
  const person = arbitraryPerson(world);
  const ms = fc.oneof(fc.nat(3), fc.nat(90 * day), fc.constantFrom(60_000, 3_600_000, day));
  const happening = fc.oneof(
    fc.record({ type: fc.constant('replace' as const), number, person }),
    fc.tuple(number, person, fc.constantFrom(...world.keys)).map(([each, { profile }, key]) => {
      const value = profile.attributes.get(key);
      return { type: 'attribute' as const, number: each, key, value };
    }),
    fc.tuple(number, person).map(([each, { events }]): Happening => {
      const [event] = events;
      return event ? { type: 'event', number: each, event } : { type: 'erase', number: each };
    }),
    fc.record({
      type: fc.constant('segments' as const),
      which: exactly(trees, fc.boolean()),
    }),
    fc.record({ type: fc.constant('time' as const), ms }),
    fc.record({ type: fc.constant('time' as const), ms }),
  );
  return fc.array(happening, { minLength: 5, maxLength: 14 });
}

const arbitraryHistory = arbitraryScenario(persons, (world) =>
  fc
    .tuple(exactly(trees / 2, arbitraryTree(world)), exactly(trees / 2, arbitraryMovingTree(world)))
    .map((both) => both.flat()),
).chain((scenario) =>
  fc.record({
    scenario: fc.constant(scenario),
    happenings: arbitraryHappenings(scenario.world),
    /** How many steps a filling is under way. */
    fillsAfter: fc.nat(2),
  }),
);

test(
  'after every step the members are those whom a full evaluation finds',
  async () => {
    const met = { transitions: 0, byTime: 0, counts: 0 };
    await tryMany(arbitraryHistory, 80, async ({ scenario, happenings, fillsAfter }) => {
      const found = follow(scenario, happenings, fillsAfter);
      met.transitions += found.transitions;
      met.byTime += found.byTime;
      met.counts += found.counts;
    });
    // So that the test cannot pass by never meeting any.
    expect(met.transitions).toBeGreaterThan(50);
    expect(met.byTime).toBeGreaterThan(15);
    expect(met.counts).toBeGreaterThan(500);
  },
  triesTimeoutMs,
);

test('time moves a user out at the very instant, and data moves her in, each with its cause', () => {
  const now = Date.UTC(2026, 5, 15, 12);
  const condition = {
    type: 'event',
    source: 'api',
    name: 'purchase',
    count: { operator: 'atLeast', value: 2 },
    window: { operator: 'inLast', amount: 1, unit: 'day' },
  } as const;
  const tree = { type: 'group', match: 'all', children: [condition] } as const;
  const plan = resolve(tree, {
    now,
    timeZone: 'UTC',
    segments: new Map(),
    experiences: new Map(),
    imports: new Set(),
  });
  const profile = {
    native: { sessions: 0, tags: [] },
    attributes: new Map(),
    traits: new Map(),
    seen: new Set<string>(),
    completed: new Set<string>(),
    answers: new Map(),
    imports: new Set<string>(),
  };
  const buy = (timestamp: number) => {
    return { source: 'api', name: 'purchase', timestamp, properties: new Map() } as const;
  };
  const membership = createMembership(now);
  membership.fillEveryone(toBitset([7]));
  membership.define(new Map([['buyers', plan]]));
  expect(membership.count('buyers')).toBeUndefined();
  const [leaf] = membership.emptyLeaves();
  if (leaf) membership.fill(leaf, { members: createBitset(), flips: [] });
  expect(membership.step(now, new Map(), [])).toEqual([]);
  expect(membership.count('buyers')).toBe(0);

  const events = toEventLookup([buy(now - 3 * hour), buy(now - hour)]);
  const people = new Map([[7, { profile, events }]]);
  const bought = { number: 7, profile: [], events: [eventKey('api', 'purchase')] };
  const who = { number: 7, segmentId: 'buyers', condition: expect.objectContaining(condition) };
  expect(membership.step(now, people, [bought])).toEqual([
    { ...who, hasEntered: true, at: now, by: 'data' },
  ]);
  expect(membership.count('buyers')).toBe(1);
  const expiry = now + 21 * hour;
  expect(membership.dueBy(expiry - 1, 10)).toEqual([]);
  expect(membership.dueBy(expiry, 10)).toEqual([7]);
  // Nobody has looked her up: then nothing is said, rather than what was.
  expect(membership.step(now + day, new Map(), [])).toEqual([]);
  expect(membership.count('buyers')).toBeUndefined();
  expect(membership.step(now + day, people, [])).toEqual([
    { ...who, hasEntered: false, at: expiry, by: 'time' },
  ]);
  expect(membership.count('buyers')).toBe(0);
  expect(membership.step(now + day, new Map([[7, null]]), [bought])).toEqual([]);
  expect(membership.size).toBe(0);
});

/** Lets all happen and compares after each step. */
function follow(scenario: Scenario, happenings: readonly Happening[], fillsAfter: number) {
  const { world, segments } = scenario;
  const { timeZone } = world.clock;
  const people = new Map(scenario.persons.map((person, i) => [i + 1, person]));
  const all = new Map([
    ...segments,
    ...scenario.trees.map((tree, i) => [`tree ${i}`, tree] as const),
  ]);
  let now = world.clock.now;
  let shown = [...all.keys()];
  const membership = createMembership(now);
  const fillings: { leaf: Leaf; filling: LeafFilling; left: number }[] = [];
  /** What the transitions say, of segments that are known. */
  const said = new Map<string, Set<number>>();
  const met = { transitions: 0, byTime: 0, counts: 0 };

  function plansAt(instant: Instant): Map<string, Plan> {
    const resolver = createResolver({ ...toContext(world, all), now: instant });
    return new Map(shown.map((id) => [id, resolver.resolveSegment(id)]));
  }

  function define(): void {
    membership.define(plansAt(now));
    for (const leaf of membership.emptyLeaves()) {
      if (fillings.some((other) => other.leaf === leaf)) continue;
      fillings.push({ leaf, filling: readFilling(leaf), left: fillsAfter });
    }
    for (const id of said.keys()) if (!shown.includes(id)) said.delete(id);
  }

  function readFilling(leaf: Leaf): LeafFilling {
    const [plan] = movePlans([leaf.plan], now);
    if (!plan?.valid) throw new Error('A leaf is valid.');
    const members: number[] = [];
    const flips: [number, Instant][] = [];
    for (const [number, { profile, events }] of people) {
      const lookup = toEventLookup(events);
      if (prepare(plan)(profile, lookup)) members.push(number);
      const flip = nextPossibleChange(plan, profile, lookup, now);
      if (flip !== null) flips.push([number, flip]);
    }
    return { members: toBitset(members), flips };
  }

  function fillSome(): void {
    const wanted = new Set(membership.emptyLeaves());
    for (const each of [...fillings]) {
      each.left -= 1;
      if (each.left >= 0) continue;
      fillings.splice(fillings.indexOf(each), 1);
      if (wanted.has(each.leaf)) membership.fill(each.leaf, each.filling);
    }
  }

  function know(number: number, queries: readonly EventQuery[]): KnownPerson | null {
    const person = people.get(number);
    if (person === undefined) return null;
    return { profile: person.profile, events: toEventLookup(only(person, queries)) };
  }

  function step(changes: readonly PersonChange[]): void {
    const known = new Map<number, KnownPerson | null>();
    const due = membership.dueBy(now, 1_000);
    const change = changes[0];
    for (const number of due) known.set(number, know(number, membership.queriesOfDue()));
    if (change) {
      const queries = due.includes(change.number) ? membership.queriesOfDue() : [];
      const own = [...queries, ...membership.queriesOf(change)];
      known.set(change.number, know(change.number, own));
    }
    for (const each of membership.step(now, known, changes)) {
      met.transitions += 1;
      if (each.by === 'time') met.byTime += 1;
      const members = said.get(each.segmentId);
      // Nobody enters where she is, or leaves where she is not.
      expect(members?.has(each.number)).toBe(!each.hasEntered);
      if (each.hasEntered) members?.add(each.number);
      else members?.delete(each.number);
    }
  }

  function compare(): void {
    for (const [id, plan] of plansAt(now)) {
      const members = [...people].flatMap(([number, { profile, events }]) =>
        evaluate(plan, profile, toEventLookup(events)) ? number : [],
      );
      const count = membership.count(id);
      if (count === undefined) continue;
      met.counts += 1;
      const about = () =>
        JSON.stringify({ id, tree: all.get(id), now, happenings, timeZone }).slice(0, 3_000);
      const kept = [...Array(persons + 4).keys()].filter((number) => membership.has(id, number));
      if (count !== members.length || kept.join() !== members.sort((a, b) => a - b).join()) {
        throw new Error(`${kept} (${count}) instead of ${members}: ${about()}`);
      }
      const told = said.get(id);
      if (told === undefined) said.set(id, new Set(members));
      else expect([...told].sort()).toEqual([...members].sort());
    }
  }

  function happen(happening: Happening): void {
    if (happening.type === 'time') {
      now += happening.ms;
      step([]);
      return;
    }
    if (happening.type === 'segments') {
      const ids = [...all.keys()];
      shown = ids.filter((id, i) => segments.has(id) || happening.which[i - segments.size]);
      define();
      return;
    }
    const { number } = happening;
    const person = people.get(number);
    if (happening.type === 'erase') people.delete(number);
    else if (happening.type === 'replace') people.set(number, happening.person);
    else if (person === undefined) return;
    else people.set(number, change(person, happening));
    step([toChange(happening)]);
  }

  membership.fillEveryone(toBitset(people.keys()));
  define();
  for (const happening of happenings) {
    happen(happening);
    fillSome();
    step([]);
    compare();
  }
  for (const each of fillings) each.left = 0;
  fillSome();
  step([]);
  compare();
  // By now everything is known.
  for (const id of shown) expect(membership.count(id)).toBeDefined();
  expect(membership.size).toBe(people.size);
  for (const number of people.keys()) {
    const ids = shown.filter((id) => membership.has(id, number));
    expect(membership.segmentsOf(number).sort()).toEqual(ids.sort());
  }
  return met;
}

function change(person: Person, happening: Happening): Person {
  if (happening.type === 'event') {
    return { ...person, events: [...person.events, happening.event] };
  }
  if (happening.type !== 'attribute') return person;
  const attributes = new Map(person.profile.attributes);
  if (happening.value === undefined) attributes.delete(happening.key);
  else attributes.set(happening.key, happening.value);
  return { ...person, profile: { ...person.profile, attributes } };
}

/** No more than what has changed. */
function toChange(happening: Happening & { number: number }): PersonChange {
  const { number } = happening;
  if (happening.type === 'attribute') {
    return { number, profile: [attributeField('custom', happening.key)], events: [] };
  }
  if (happening.type !== 'event') return { number, profile: 'all', events: 'all' };
  const { source, name } = happening.event;
  return { number, profile: [], events: [eventKey(source, name)] };
}

/** Her events as a store gives them that is asked these questions. */
function only({ events }: Person, queries: readonly EventQuery[]): Person['events'] {
  return events.filter(({ source, name, timestamp }) =>
    queries.some(
      (query) =>
        query.source === source &&
        query.name === name &&
        timestamp >= (query.from ?? Number.NEGATIVE_INFINITY) &&
        timestamp < (query.until ?? Number.POSITIVE_INFINITY),
    ),
  );
}

test('whoever is asked for among many is due at her earliest instant, the first one first', () => {
  const asked = fc.array(fc.tuple(fc.nat(30), fc.nat(50)), { maxLength: 60 });
  fc.assert(
    fc.property(asked, asked, asked, (before, many, after) => {
      const queue = createDueQueue();
      for (const [number, instant] of before) queue.ask(number, instant);
      queue.askAll(many);
      for (const [number, instant] of after) queue.ask(number, instant);
      const earliest = new Map<number, number>();
      for (const [number, instant] of [...before, ...many, ...after]) {
        earliest.set(number, Math.min(instant, earliest.get(number) ?? instant));
      }
      const found = new Map<number, number>();
      let last = 0;
      for (let at = queue.first(); at < Number.POSITIVE_INFINITY; at = queue.first()) {
        expect(at).toBeGreaterThanOrEqual(last);
        last = at;
        const [number = 0] = queue.peek(at, 1);
        found.set(number, at);
        queue.remove(number);
      }
      expect(found).toEqual(earliest);
    }),
  );
});
