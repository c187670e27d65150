import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addSpan, subtractSpan } from '../../src/calendar.ts';
import { evaluate } from '../../src/evaluate.ts';
import { toEventLookup } from '../../src/event-lookup.ts';
import { type EventQuery, eventQueries, eventQueriesForChange } from '../../src/event-queries.ts';
import { parseIsoDate } from '../../src/iso-date.ts';
import { nextChange } from '../../src/next-change.ts';
import { prepareAll } from '../../src/prepare.ts';
import type { EventLookup, Instant } from '../../src/profile.ts';
import type { ResolveContext } from '../../src/resolve.ts';
import type { Group, Match } from '../../src/tree.ts';
import { arbitraryCondition } from './arbitrary-condition.ts';
import type { Person } from './arbitrary-person.ts';
import type { World } from './arbitrary-world.ts';
import { writeCase } from './case.ts';
import { triesTimeoutMs, tryMany } from './runs.ts';
import {
  anyTrees,
  arbitraryScenario,
  exactly,
  resolveAll,
  type Scenario,
  toContext,
} from './scenario.ts';

const day = 86_400_000;
const scenario = arbitraryScenario(12, (world) => exactly(6, arbitraryMovingTree(world)));

/** A tree all of whose conditions move with time, alone or through a saved segment. */
function arbitraryMovingTree(world: World): fc.Arbitrary<Group> {
  const moving = arbitraryCondition(world, 3).filter((condition) =>
    /inLast|moreThanAgo|inNext|segmentId/.test(JSON.stringify(condition)),
  );
  return fc.record({
    type: fc.constant('group' as const),
    match: fc.constantFrom<Match>('all', 'any'),
    children: fc.array(moving, { minLength: 1, maxLength: 2 }),
  });
}

test(
  'no verdict changes before the next change, and it does change there',
  async () => {
    let changes = 0;
    const jumps = fc.array(fc.nat(90 * day), { maxLength: 20 });
    await tryMany(fc.tuple(scenario, jumps), 25, async ([given, ahead]) => {
      changes += expectForeseen(given, listInstants(given.world, ahead));
    });
    // So that the test cannot pass by never meeting a change.
    expect(changes).toBeGreaterThan(20);
  },
  triesTimeoutMs,
);

/** Compares the foreseen changes with the verdicts at all these instants; returns how many there are. */
function expectForeseen(given: Scenario, instants: readonly Instant[]): number {
  const { world, persons, segments, trees } = given;
  const { clock } = world;
  const context = toContext(world, segments);
  const plans = resolveAll(context, trees);
  const later = instants.map((now) => ({ now, evaluate: prepareAt(context, trees, now) }));
  let changes = 0;
  for (const person of persons) {
    const events = toEventLookup(person.events);
    const verdicts = prepareAll(plans)(person.profile, events);
    const rows = later.map(({ now, evaluate: at }) => ({ now, row: at(person.profile, events) }));
    for (const [i, plan] of plans.entries()) {
      const change = nextChange(plan, person.profile, only(person, eventQueriesForChange(plan)));
      const about = () => writeCase({ clock, tree: trees[i] as Group, segments, person });
      const changed = rows.find(({ row }) => row[i] !== verdicts[i])?.now;
      if (changed !== undefined && (change === null || changed < change)) {
        throw new Error(`Changes at ${write(changed)}, not at ${write(change)}: ${about()}`);
      }
      if (change === null) continue;
      changes += 1;
      const [before, after] = [change - 1, change].map(
        (now) => prepareAt(context, trees, now)(person.profile, events)[i],
      );
      if (before !== verdicts[i] || after === verdicts[i]) {
        throw new Error(`Does not change at ${write(change)}: ${about()}`);
      }
    }
  }
  return changes;
}

function prepareAt(context: ResolveContext, trees: readonly Group[], now: Instant) {
  return prepareAll(resolveAll({ ...context, now }, trees));
}

test(
  'the events that a plan asks for are all that matter to its verdict',
  async () => {
    await tryMany(
      arbitraryScenario(20, anyTrees(10)),
      20,
      async ({ world, persons, segments, trees }) => {
        const plans = resolveAll(toContext(world, segments), trees);
        for (const person of persons) {
          for (const plan of plans) {
            const asked = evaluate(plan, person.profile, only(person, eventQueries(plan)));
            expect(asked).toBe(evaluate(plan, person.profile, toEventLookup(person.events)));
          }
        }
      },
    );
  },
  triesTimeoutMs,
);

/** Her events as a store gives them that is asked these questions. */
function only({ events }: Person, queries: readonly EventQuery[]): EventLookup {
  return toEventLookup(
    events.filter(({ source, name, timestamp }) =>
      queries.some(
        (query) =>
          query.source === source &&
          query.name === name &&
          timestamp >= (query.from ?? Number.NEGATIVE_INFINITY) &&
          timestamp < (query.until ?? Number.POSITIVE_INFINITY),
      ),
    ),
  );
}

/** After `now`, ascending: when a date of this world may enter or leave a span, and what is beside it. */
function listInstants(
  { clock, spans, instants, dates }: World,
  jumps: readonly number[],
): Instant[] {
  const { now, timeZone } = clock;
  const texts = dates.map((text) => parseIsoDate(text, timeZone)?.instant ?? now);
  const ends = [...new Set([...instants, ...texts])].flatMap((date) => [
    date,
    ...spans.flatMap((span) => [addSpan(date, span, timeZone), subtractSpan(date, span, timeZone)]),
  ]);
  const beside = ends.flatMap((end) => [end - 1, end, end + 1]);
  const all = new Set([...beside, ...jumps.map((jump) => now + jump)]);
  return [...all].filter((instant) => instant > now).sort((a, b) => a - b);
}

function write(instant: Instant | null): string {
  return instant === null ? 'never' : new Date(instant).toISOString();
}
