import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Person } from '../test/agreement/arbitrary-person.ts';
import type { World } from '../test/agreement/arbitrary-world.ts';
import { arbitraryScenario, exactly, toContext } from '../test/agreement/scenario.ts';
import { arbitraryMovingTree } from '../test/arbitrary-moving-tree.ts';
import { did, occurrence, person } from '../test/build-person.ts';
import {
  all,
  any,
  context,
  event,
  is,
  not,
  planOf,
  segment,
  segments,
} from '../test/build-tree.ts';
import { addSpan, subtractSpan } from './calendar.ts';
import { evaluate } from './evaluate.ts';
import { type NamedOccurrence, toEventLookup } from './event-lookup.ts';
import { eventQueriesForChange } from './event-queries.ts';
import { parseIsoDate } from './iso-date.ts';
import { nextChange } from './next-change.ts';
import type { Plan } from './plan.ts';
import type { Instant, Profile } from './profile.ts';
import { createResolver, resolve } from './resolve.ts';
import type { Group, TreeNode, Window } from './tree.ts';

// It is 2026-06-15T12:00:00Z.
function changeOf(node: TreeNode, profile: Profile, ...occurrences: NamedOccurrence[]) {
  const plan = planOf(node.type === 'group' ? node : all(node));
  return toText(nextChange(plan, profile, did(...occurrences)));
}

function toText(instant: Instant | null): string | null {
  return instant === null ? null : new Date(instant).toISOString();
}

const lastDay: Window = { operator: 'inLast', amount: 1, unit: 'day' };
const longAgo: Window = { operator: 'moreThanAgo', amount: 1, unit: 'month' };
const seenInLastDay = {
  type: 'attribute',
  source: 'native',
  key: 'lastActivity',
  kind: 'date',
  operator: 'inLast',
  value: { amount: 1, unit: 'day' },
} as const;

function seen(at: string): Profile {
  return person({ native: { lastActivity: Date.parse(at) } });
}

test('a value leaves a window when it becomes too old', () => {
  expect(changeOf(seenInLastDay, seen('2026-06-15T11:00:00Z'))).toBe('2026-06-16T11:00:00.000Z');
  expect(changeOf(seenInLastDay, seen('2026-06-14T11:00:00Z'))).toBeNull();
  expect(changeOf(seenInLastDay, person())).toBeNull();
});

test('a value in the future enters a window when its time has come', () => {
  expect(changeOf(seenInLastDay, seen('2026-06-15T13:00:00Z'))).toBe('2026-06-15T13:00:00.000Z');
});

test('what the future brings closer is found for text that reads as a date', () => {
  const trial = { type: 'attribute', source: 'custom', key: 'trialEnd', kind: 'date' } as const;
  const soon = { ...trial, operator: 'inNext', value: { amount: 1, unit: 'week' } };
  expect(changeOf(soon, person({ attributes: { trialEnd: '2026-06-30' } }))).toBe(
    '2026-06-23T00:00:00.000Z',
  );
  expect(changeOf(soon, person({ attributes: { trialEnd: '2026-06-20' } }))).toBe(
    '2026-06-20T00:00:00.000Z',
  );
  expect(changeOf(soon, person({ attributes: { trialEnd: 'soon' } }))).toBeNull();
});

test('an event condition changes when enough occurrences have left or entered', () => {
  const twice = event('e', { count: { operator: 'atLeast', value: 2 }, window: lastDay });
  const at = ['2026-06-15T09:00:00Z', '2026-06-15T10:00:00Z', '2026-06-15T11:00:00Z'];
  const occurrences = at.map((each) => occurrence('e', each));
  expect(changeOf(twice, person(), ...occurrences)).toBe('2026-06-16T10:00:00.000Z');
  expect(changeOf(not(twice), person(), ...occurrences)).toBe('2026-06-16T10:00:00.000Z');
  const old = event('e', { window: longAgo });
  expect(changeOf(old, person(), ...occurrences)).toBe('2026-07-15T09:00:00.000Z');
  expect(changeOf(old, person(), occurrence('e', '2026-01-31T00:00:00Z'))).toBeNull();
  expect(
    changeOf(event('e', { window: lastDay }), person(), occurrence('e', '2026-06-16T00:00:00Z')),
  ).toBe('2026-06-16T00:00:00.000Z');
});

test('only occurrences that pass the filters matter, and filters may move themselves', () => {
  const filter = { key: 'k', kind: 'string', operator: 'is', value: ['x'] } as const;
  const condition = event('e', { window: lastDay, where: [filter] });
  const other = occurrence('e', '2026-06-15T09:00:00Z', { k: 'y' });
  const counted = occurrence('e', '2026-06-15T10:00:00Z', { k: 'x' });
  expect(changeOf(condition, person(), other, counted)).toBe('2026-06-16T10:00:00.000Z');
  const due = {
    key: 'due',
    kind: 'date',
    operator: 'inNext',
    value: { amount: 1, unit: 'day' },
  } as const;
  for (const where of [[due], [{ ...due, not: true }]]) {
    const order = occurrence('order', 0, { due: '2026-06-17T00:00:00Z' });
    expect(changeOf(event('order', { where }), person(), order)).toBe('2026-06-16T00:00:00.000Z');
  }
});

test('what stands still never changes', () => {
  const fixed = event('e', { window: { operator: 'after', at: '2026-06-20' } });
  const tree = any(is('a', 'x'), fixed, event('f'));
  expect(changeOf(tree, person(), occurrence('e', '2026-06-21T00:00:00Z'))).toBeNull();
});

test('a change of a condition that changes nothing of the whole is not one', () => {
  const profile = { ...seen('2026-06-15T11:00:00Z'), attributes: new Map([['plan', 'Pro']]) };
  expect(changeOf(any(is('plan', 'Pro'), seenInLastDay), profile)).toBeNull();
  expect(changeOf(all(is('plan', 'Team'), seenInLastDay), profile)).toBeNull();
  const later = event('e', { window: lastDay });
  expect(
    changeOf(any(seenInLastDay, later), profile, occurrence('e', '2026-06-15T11:30:00Z')),
  ).toBe('2026-06-16T11:30:00.000Z');
});

test('a condition that an evaluation would not reach now is looked at too', () => {
  const old = { ...seenInLastDay, operator: 'moreThanAgo', value: { amount: 2, unit: 'day' } };
  const bought = event('e', { window: lastDay, not: true });
  const profile = seen('2026-06-15T11:00:00Z');
  expect(changeOf(all(old, bought), profile, occurrence('e', '2026-06-15T10:00:00Z'))).toBe(
    '2026-06-17T11:00:00.000Z',
  );
});

test('segments move with the tree that uses them', () => {
  const saved = segments({ active: all(seenInLastDay) });
  const plan = planOf(all(not(segment('active'))), { segments: saved });
  expect(toText(nextChange(plan, seen('2026-06-15T11:00:00Z'), did()))).toBe(
    '2026-06-16T11:00:00.000Z',
  );
});

test('an invalid plan never changes', () => {
  const plan = resolve(any(seenInLastDay, segment('gone')), context());
  expect(nextChange(plan, seen('2026-06-15T11:00:00Z'), did())).toBeNull();
});

test('after 200 instants that change nothing the next one is given, which may', () => {
  const start = Date.parse('2026-06-15T11:00:00Z');
  const often = Array.from({ length: 300 }, (_, i) => occurrence('e', start + i));
  const ever = event('e', { window: lastDay });
  // Occurrences leave one by one; the whole changes with the last of them.
  expect(changeOf(ever, person(), ...often.slice(0, 200))).toBe('2026-06-16T11:00:00.199Z');
  expect(changeOf(ever, person(), ...often)).toBe('2026-06-16T11:00:00.200Z');
});

/** Instants at which anything of this person could change, by far more than those that do. */
function listSuspects({ clock, spans }: World, { profile, events }: Person): Instant[] {
  const { firstSeen, lastActivity, created } = profile.native;
  const values = [profile.attributes, profile.traits, profile.answers].flatMap((map) => [
    ...map.values(),
    ...events.flatMap(({ properties }) => [...properties.values()]),
  ]);
  const dates = values.flatMap((value) =>
    typeof value === 'string' ? [parseIsoDate(value, clock.timeZone)?.instant] : [],
  );
  const instants = [firstSeen, lastActivity, created, ...dates, ...events.map((e) => e.timestamp)];
  const marks = [...new Set(instants)].flatMap((instant) => {
    if (instant === undefined) return [];
    const moved = spans.flatMap((span) => [
      addSpan(instant, span, clock.timeZone),
      subtractSpan(instant, span, clock.timeZone),
    ]);
    return [instant, ...moved];
  });
  const hour = 3_600_000;
  const around = [-12 * hour, -hour, -hour / 2, -1, 0, 1, hour / 2, hour, 12 * hour];
  const suspects = marks.flatMap((mark) => around.map((shift) => mark + shift));
  return [...new Set(suspects)].filter((mark) => mark > clock.now).sort((a, b) => a - b);
}

/** The events that the plan asks for, and no others. */
function lookupFor(plan: Plan, { events }: Person) {
  const queries = eventQueriesForChange(plan);
  return toEventLookup(
    events.filter(({ source, name, timestamp }) =>
      queries.some(
        (query) =>
          query.source === source &&
          query.name === name &&
          timestamp >= (query.from ?? timestamp) &&
          timestamp < (query.until ?? timestamp + 1),
      ),
    ),
  );
}

test('between now and the next change nothing changes, and then it does', () => {
  let changes = 0;
  fc.assert(
    fc.property(
      arbitraryScenario(2, (world) => exactly(3, arbitraryMovingTree(world))),
      fc.nat(),
      (scenario, start) => {
        const { world, segments: saved, trees, persons } = scenario;
        const whole = toContext(world, saved);
        const planAt = (tree: Group, now: Instant) =>
          createResolver({ ...whole, now }).resolve(tree);
        for (const tree of trees) {
          const plan = planAt(tree, world.clock.now);
          for (const each of persons) {
            const everything = toEventLookup(each.events);
            const verdictAt = (now: Instant) =>
              evaluate(planAt(tree, now), each.profile, everything);
            const verdict = evaluate(plan, each.profile, everything);
            const change = nextChange(plan, each.profile, lookupFor(plan, each));
            const suspects = listSuspects(world, each).filter((now) => now < (change ?? Infinity));
            const nearest = suspects.slice(-5);
            const some = suspects.filter(
              (_, i) => (i + start) % Math.ceil(suspects.length / 25) === 0,
            );
            for (const now of [...some, ...nearest]) expect(verdictAt(now)).toBe(verdict);
            if (change === null) continue;
            changes += 1;
            expect(change).toBeGreaterThan(world.clock.now);
            expect(verdictAt(change - 1)).toBe(verdict);
            expect(verdictAt(change)).toBe(!verdict);
          }
        }
      },
    ),
    { numRuns: 150 },
  );
  expect(changes).toBeGreaterThan(100);
});
