import { afterAll, beforeAll, expect, test } from 'vitest';
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
import { openTestEngine, type TestEngine } from '../test/chdb.ts';
import { createIndexTables } from '../test/index-tables.ts';
import { compile } from './compile.ts';
import { evaluate } from './evaluate.ts';
import { type NamedOccurrence, toEventLookup } from './event-lookup.ts';
import { toEventRow, toUserRow } from './index-row.ts';
import type { Plan } from './plan.ts';
import type { Profile } from './profile.ts';
import { resolve } from './resolve.ts';
import { joinSql, renderSql, sql } from './sql.ts';
import type { Condition, TreeNode } from './tree.ts';

function write(tree: TreeNode, rest = {}) {
  return renderSql(compile(planOf(tree.type === 'group' ? tree : all(tree), rest), 7));
}

function textOf(tree: TreeNode): string {
  return write(tree).text;
}

const plan = 'attributes.`plan`.:String';
const events =
  'SELECT number FROM events WHERE project = {p0:UInt32} AND source = {p1:String} AND name = {p2:String}';

test('a condition is 0 or 1, and its complement stands outside of that', () => {
  expect(write(is('plan', 'Pro'))).toEqual({
    text: `ifNull(${plan} = {p0:String}, 0)`,
    parameters: [{ type: 'String', value: 'Pro' }],
  });
  expect(textOf(not(is('plan', 'Pro')))).toBe(`NOT (ifNull(${plan} = {p0:String}, 0))`);
});

test('groups keep their structure, and equal conditions are equal text', () => {
  expect(write(any(is('plan', 'Pro'), all(is('plan', 'Pro'), not(is('plan', 'x')))))).toEqual({
    text: `(ifNull(${plan} = {p0:String}, 0) OR (ifNull(${plan} = {p0:String}, 0) AND NOT (ifNull(${plan} = {p1:String}, 0))))`,
    parameters: [
      { type: 'String', value: 'Pro' },
      { type: 'String', value: 'x' },
    ],
  });
  expect(textOf(all(any(all(is('plan', 'Pro')))))).toBe(textOf(is('plan', 'Pro')));
});

test('everybody is 1 and an invalid plan is 0', () => {
  expect(textOf(all())).toBe('1');
  expect(textOf(any())).toBe('1');
  expect(renderSql(compile(resolve(any(segment('gone'), is('a', 'x')), context()), 7))).toEqual({
    text: '0',
    parameters: [],
  });
});

test.each<[Partial<Extract<Condition, { type: 'event' }>>, string]>([
  [{}, `number IN (${events})`],
  [{ count: { operator: 'atLeast', value: 1 } }, `number IN (${events})`],
  [{ count: { operator: 'atLeast', value: 0 } }, '1'],
  [
    { count: { operator: 'atLeast', value: 2 } },
    `number IN (${events} GROUP BY number HAVING count() >= {p3:UInt32})`,
  ],
  [
    { count: { operator: 'exactly', value: 2 } },
    `number IN (${events} GROUP BY number HAVING count() = {p3:UInt32})`,
  ],
  [
    { count: { operator: 'between', value: [2, 3] } },
    `number IN (${events} GROUP BY number HAVING count() BETWEEN {p3:UInt32} AND {p4:UInt32})`,
  ],
  [{ count: { operator: 'exactly', value: 0 } }, `number NOT IN (${events})`],
  [
    { count: { operator: 'atMost', value: 2 } },
    `number NOT IN (${events} GROUP BY number HAVING count() > {p3:UInt32})`,
  ],
  [
    { window: { operator: 'inLast', amount: 1, unit: 'day' } },
    `number IN (${events} AND timestamp >= {p3:Int64} AND timestamp < {p4:Int64})`,
  ],
  [
    { window: { operator: 'before', at: '2026-01-01' } },
    `number IN (${events} AND timestamp < {p3:Int64})`,
  ],
  [
    { window: { operator: 'after', at: '2026-01-01' } },
    `number IN (${events} AND timestamp >= {p3:Int64})`,
  ],
  [
    {
      where: [
        { key: 'k', kind: 'number', operator: 'gt', value: 5 },
        { key: 'l', kind: 'string', operator: 'is', value: ['x'], not: true },
      ],
    },
    `number IN (${events} AND ifNull(properties.\`k\`.:Float64 > {p3:Float64}, 0) AND NOT (ifNull(properties.\`l\`.:String = {p4:String}, 0)))`,
  ],
  [{ not: true }, `NOT (number IN (${events}))`],
])('an event with %j is %s', (rest, text) => {
  expect(textOf(event('e', rest))).toBe(text);
});

test('names and instants are parameters', () => {
  const { parameters } = write(
    event("e'); --", { window: { operator: 'inLast', amount: 1, unit: 'day' } }),
  );
  const { now } = context();
  expect(parameters.map(({ value }) => value)).toEqual([
    7,
    'api',
    "e'); --",
    now - 86_400_000 + 1,
    now + 1,
  ]);
});

test('memberships are looked up in the lists of the user', () => {
  const experiences = new Map([['x', { steps: new Set<string>() }]]);
  const seen = { type: 'experience', experienceId: 'x', interaction: 'seen' } as const;
  expect(write(seen, { experiences })).toEqual({
    text: 'has(seen, {p0:String})',
    parameters: [{ type: 'String', value: 'x' }],
  });
  expect(write({ type: 'import', importId: 'i' }, { imports: new Set(['i']) }).text).toBe(
    'has(imports, {p0:String})',
  );
});

let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
  await createIndexTables(engine);
});
afterAll(() => engine.close());

const steps = new Set(['s']);
const world = {
  experiences: new Map([['x', { steps }]]),
  imports: new Set(['i']),
  segments: segments({ pro: all(is('plan', 'Pro')) }),
};

const people: [Profile, NamedOccurrence[]][] = [
  [person(), []],
  [person({ attributes: { plan: 'Pro' } }), [occurrence('e', '2026-06-15T11:00:00Z', { k: 6 })]],
  [
    person({
      native: { id: 'u', tags: ['vip'], sessions: 3, firstSeen: 0 },
      attributes: { plan: 5 },
    }),
    [occurrence('e', 5, { k: 5, l: 'x' }), occurrence('e', 6, { k: 9 }), occurrence('f', 7)],
  ],
  [
    person({
      attributes: { plan: ['Pro'], at: '2026-06-15' },
      answers: new Map([['["x","s"]', 9]]),
      seen: new Set(['x']),
      imports: new Set(['i']),
    }),
    [1, 2, 3].map((at) => occurrence('e', at)),
  ],
];

const key = { type: 'attribute', source: 'custom', key: 'plan' } as const;
const conditions: Condition[] = [
  is('plan', 'Pro'),
  { ...key, kind: 'number', operator: 'gte', value: 5 },
  { ...key, kind: 'list', operator: 'includesAny', value: ['Pro'] },
  { ...key, kind: 'string', operator: 'empty' },
  { ...key, key: 'at', kind: 'date', operator: 'on', value: '2026-06-15' },
  {
    type: 'attribute',
    source: 'native',
    key: 'firstSeen',
    kind: 'date',
    operator: 'before',
    value: '2026-01-01',
  },
  { type: 'attribute', source: 'native', key: 'firstSeen', kind: 'date', operator: 'empty' },
  {
    type: 'attribute',
    source: 'native',
    key: 'tags',
    kind: 'list',
    operator: 'includesAny',
    value: ['vip'],
  },
  { type: 'attribute', source: 'native', key: 'tags', kind: 'list', operator: 'empty' },
  { type: 'attribute', source: 'native', key: 'sessions', kind: 'number', operator: 'empty' },
  { type: 'answer', experienceId: 'x', stepId: 's', kind: 'number', operator: 'eq', value: 9 },
  { type: 'experience', experienceId: 'x', interaction: 'seen' },
  { type: 'experience', experienceId: 'x', interaction: 'completed' },
  { type: 'import', importId: 'i' },
  segment('pro'),
  event('e'),
  event('f'),
  event('e', { count: { operator: 'exactly', value: 0 } }),
  event('e', { count: { operator: 'atMost', value: 1 } }),
  event('e', { count: { operator: 'atMost', value: 2 } }),
  event('e', { count: { operator: 'between', value: [2, 3] } }),
  event('e', { window: { operator: 'inLast', amount: 1, unit: 'hour' } }),
  event('e', { window: { operator: 'inLast', amount: 61, unit: 'minute' } }),
  event('e', { where: [{ key: 'k', kind: 'number', operator: 'gt', value: 5 }] }),
  event('e', { where: [{ key: 'l', kind: 'string', operator: 'is', value: ['x'], not: true }] }),
];

/** Numbers of the users whom the engine finds, the two projects apart. */
async function select(wanted: Plan): Promise<number[]> {
  const rows = await engine.query<{ number: number }>(
    renderSql(
      sql`SELECT number FROM users FINAL WHERE project = 1 AND ${compile(wanted, 1)} ORDER BY number`,
    ),
  );
  return rows.map(({ number }) => number);
}

test('the engine finds exactly those whom the evaluator finds', async () => {
  const rows = people.flatMap(([profile, occurrences], number) => {
    const row = { number, rev: 1, timeZone: 'UTC' };
    const user = { ...row, deleted: false, anonymousId: undefined, profile };
    return {
      // The other project has the same users, without what they did.
      users: [1, 2].map((project) => toUserRow({ ...user, project })),
      events: occurrences.map((each) => toEventRow({ ...row, ...each, project: 1 })),
    };
  });
  await engine.insert('users', rows.flatMap(({ users }) => users).join('\n'));
  await engine.insert('events', rows.flatMap((row) => row.events).join('\n'));
  const everybody = people.map((_, number) => number);
  for (const condition of conditions) {
    const wanted = planOf(all(condition), world);
    const expected = everybody.filter((number) => {
      const [profile, occurrences] = people[number] ?? [person(), []];
      return evaluate(wanted, profile, toEventLookup(occurrences));
    });
    expect([condition, await select(wanted)]).toEqual([condition, expected]);
    expect([condition, await select(planOf(all(not(condition)), world))]).toEqual([
      condition,
      everybody.filter((number) => !expected.includes(number)),
    ]);
  }
});

test('every condition finds somebody and misses somebody', () => {
  for (const condition of conditions.slice(0, 4)) {
    const verdicts = people.map(([profile]) =>
      evaluate(planOf(all(condition), world), profile, did()),
    );
    expect(new Set(verdicts).size).toBe(2);
  }
});

test('what is as deep and as wide as is allowed is not too much for the engine', async () => {
  const chain: Record<string, unknown> = { s0: all(is('plan', 'Pro')) };
  for (let i = 1; i < 100; i += 1) {
    const used = { ...segment(`s${i - 1}`), not: i % 2 === 0 };
    chain[`s${i}`] = i % 4 < 2 ? any(is('plan', `${i}`), used) : all(not(is('plan', `${i}`)), used);
  }
  const deep = planOf(all(segment('s98')), { segments: segments(chain) });
  expect(await select(deep)).toEqual(
    people.flatMap(([profile], number) => (evaluate(deep, profile, did()) ? [number] : [])),
  );
  const wide: Record<string, unknown> = {};
  for (let i = 0; i < 10; i += 1) {
    const texts = Array.from({ length: 100 }, (_, j) => is('plan', `${i} ${j}`));
    wide[`w${i}`] = any(...texts);
  }
  const uses = Object.keys(wide).map(segment);
  const broad = planOf(any(...uses, is('plan', 'Pro')), { segments: segments(wide) });
  expect(await select(broad)).toEqual([1]);
});

test('several plans are one query in which equal conditions have the same text', () => {
  const one = compile(planOf(all(event('e'))), 1);
  const two = compile(planOf(any(event('e'), is('a', 'x'))), 1);
  const { text, parameters } = renderSql(joinSql([one, two], ', '));
  const [first, second] = text.split(', (');
  expect(second?.startsWith(first ?? '?')).toBe(true);
  expect(parameters).toHaveLength(4);
});
