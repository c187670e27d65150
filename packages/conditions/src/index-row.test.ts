import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { person } from '../test/build-person.ts';
import { openTestEngine, type TestEngine } from '../test/chdb.ts';
import { createIndexTables } from '../test/index-tables.ts';
import { jsonColumns, tagScalar } from './index-layout.ts';
import { toEventRow, toUserRow } from './index-row.ts';
import type { Profile, Value } from './profile.ts';
import { renderSql, sql } from './sql.ts';

let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
  await createIndexTables(engine);
});
afterAll(() => engine.close());
beforeEach(async () => {
  await engine.execute('TRUNCATE TABLE users');
  await engine.execute('TRUNCATE TABLE events');
});

function rowOf(profile: Profile, rest: Partial<Parameters<typeof toUserRow>[0]> = {}): string {
  return toUserRow({
    project: 1,
    number: 1,
    rev: 1,
    deleted: false,
    anonymousId: undefined,
    profile,
    timeZone: 'UTC',
    ...rest,
  });
}

const missing = { string: null, number: null, boolean: null, date: null, list: [] };

/** What the index has for one key of every user, in order of their numbers. */
async function readKey(key: string) {
  const { string, number, boolean, date, list } = jsonColumns('attributes', key);
  const rows = await engine.query<{ found: unknown[] }>(
    renderSql(
      sql`SELECT tuple(${string}, ${number}, ${boolean}, ${date}, ${list}) AS found FROM users FINAL ORDER BY number`,
    ),
  );
  return rows.map(({ found: [text, float, bool, instant, elements] }) => ({
    string: text,
    number: float,
    boolean: bool,
    date: instant,
    list: elements,
  }));
}

/** The index's reading of values, each of a user of her own. */
async function roundTrip(values: readonly Value[], timeZone = 'UTC') {
  const rows = values.map((value, number) =>
    rowOf(person({ attributes: { key: value } }), { number, timeZone }),
  );
  await engine.insert('users', rows.join('\n'));
  return readKey('key');
}

test('a number arrives as the float that it is', async () => {
  const numbers = [
    ...[0, 1, -1, 5, 1e-7, -1e-7, 1.5e-10, 5e-324, 2.2250738585072014e-308, 0.1, 1 / 3, 1e15],
    ...[2 ** 53, -(2 ** 53), 2 ** 53 - 1, 4503599627370495.5, 123456789.123, 1e21 / 1e10],
    ...Array.from({ length: 500 }, (_, i) => Math.sin(i) * 10 ** ((i % 60) - 45)),
  ];
  const found = await roundTrip(numbers);
  expect(found).toEqual(numbers.map((number) => ({ ...missing, number })));
});

test('text arrives character by character', async () => {
  const texts = [
    '',
    ' ',
    '5',
    '5.0',
    'true',
    'null',
    '[]',
    '{"a":1}',
    'a\0b',
    '\n\r\t\b\f\\"\'`',
    '\u2028\u2029\ufeff',
    'é e\u0301 ﬃ 👩‍👩‍👧 \u{10ffff}',
    '2026-13-01',
    'x'.repeat(700),
  ];
  expect(await roundTrip(texts)).toEqual(texts.map((string) => ({ ...missing, string })));
});

test('booleans and lists arrive with the types of their elements', async () => {
  const lists: Value[] = [[], ['a', 5, true, '5', 'true'], [0.1, 1e-7, -5], ['', '\0', 'a', 'a']];
  expect(await roundTrip([true, false, ...lists])).toEqual([
    { ...missing, boolean: true },
    { ...missing, boolean: false },
    ...lists.map((list) => ({ ...missing, list: (list as string[]).map(tagScalar) })),
  ]);
  expect(['a', 5, true, '5', -0.5].map(tagScalar)).toEqual([
    's:a',
    'n:5',
    'b:true',
    's:5',
    'n:-0.5',
  ]);
});

test('only a missing value and the empty list are not there', async () => {
  const values: (Value | undefined)[] = [undefined, [], '', ' ', 0, false, [''], 'x', '2026-01-01'];
  // More keys than the column has paths of its own: some are kept together with others.
  const others = Array.from({ length: 1000 }, (_, i): [string, Value] => [`other ${i}`, i]);
  const rows = values.flatMap((value, number) => {
    const own: [string, Value][] = value === undefined ? [] : [['key', value]];
    return [others, []].map((more, i) =>
      rowOf({ ...person(), attributes: new Map([...more, ...own]) }, { number: 2 * number + i }),
    );
  });
  await engine.insert('users', rows.join('\n'));
  const { any } = jsonColumns('attributes', 'key');
  const found = await engine.query<{ missing: number }>(
    renderSql(sql`SELECT isNull(${any}) AS missing FROM users FINAL ORDER BY number`),
  );
  const expected = values.flatMap((_, i) => (i < 2 ? [1, 1] : [0, 0]));
  expect(found.map(({ missing: isMissing }) => isMissing)).toEqual(expected);
});

test('text that reads as a date has its instant beside it, in the time zone of the project', async () => {
  const texts = ['2026-03-29', '2026-03-29T12:00:00.123Z', '0000-01-01', '2026-03-29 12:00'];
  const found = await roundTrip(texts, 'Europe/Paris');
  expect(found.map(({ string, date }) => [string, date])).toEqual([
    [texts[0], Date.parse('2026-03-28T23:00:00Z')],
    [texts[1], Date.parse('2026-03-29T12:00:00.123Z')],
    [texts[2], expect.any(Number)],
    [texts[3], null],
  ]);
});

test('keys stay apart whatever is in them', async () => {
  const keys = [
    ...['a', 'a.b', 'a%2Eb', 'a%2eb', 'a@date', 'a`b', "a'b", 'a"b', 'a\\b', 'a b', '.', '%', '\0'],
    ...[
      '__proto__',
      'constructor',
      'null',
      '2024',
      'size0',
      'A',
      'é',
      'e\u0301',
      '👩',
      '{p0:String}',
    ],
    ...['k'.repeat(200), '👩'.repeat(200), '^a', ':String', 'a[]', '~', '-', "!*()'"],
  ];
  const attributes = new Map<string, Value>(keys.map((key) => [key, `value of ${key}`]));
  attributes.set('b', '2026-01-01');
  await engine.insert('users', rowOf({ ...person(), attributes }));
  for (const key of keys) {
    expect(await readKey(key)).toEqual([{ ...missing, string: `value of ${key}` }]);
  }
  expect(await readKey('b@date')).toEqual([missing]);
  expect(await readKey('c')).toEqual([missing]);
});

test('a user may have more keys than the column has paths of its own', async () => {
  const attributes = new Map<string, Value>(
    Array.from({ length: 1000 }, (_, i) => [`key ${i}`, i % 2 === 0 ? i : `${i}`]),
  );
  await engine.insert('users', rowOf({ ...person(), attributes }));
  expect(await readKey('key 998')).toEqual([{ ...missing, number: 998 }]);
  expect(await readKey('key 999')).toEqual([{ ...missing, string: '999' }]);
});

test('every column of a user is filled', async () => {
  const profile = person({
    native: {
      id: 'u',
      name: 'N "quoted"',
      email: '',
      language: 'fr',
      firstSeen: -1,
      lastActivity: Date.UTC(2026, 0, 1),
      created: 0,
      sessions: 2 ** 53,
      tags: ['vip', ''],
    },
    traits: { t: true },
    answers: new Map([['["x","s"]', 9]]),
    seen: new Set(['x', 'y']),
    completed: new Set(['x']),
    imports: new Set(['i']),
  });
  await engine.insert('users', rowOf(profile, { project: 7, number: 4294967295, rev: 2 ** 52 }));
  const trait = jsonColumns('traits', 't').boolean;
  const answer = jsonColumns('answers', '["x","s"]').number;
  const [row] = await engine.query(
    renderSql(
      sql`SELECT * EXCEPT (attributes, traits, answers), ${trait} AS t, ${answer} AS a FROM users FINAL`,
    ),
  );
  expect(row).toEqual({
    project: 7,
    number: 4294967295,
    rev: String(2 ** 52),
    deleted: 0,
    id: 'u',
    anonymous_id: null,
    name: 'N "quoted"',
    email: '',
    language: 'fr',
    first_seen: '-1',
    last_activity: String(Date.UTC(2026, 0, 1)),
    created: '0',
    sessions: 2 ** 53,
    tags: ['s:vip', 's:'],
    seen: ['x', 'y'],
    completed: ['x'],
    imports: ['i'],
    t: true,
    a: 9,
  });
});

test('an anonymous user with nothing has no values', async () => {
  await engine.insert('users', rowOf(person(), { anonymousId: "a'1" }));
  const [row] = await engine.query(
    renderSql(sql`SELECT id, anonymous_id, name, first_seen, created, sessions, tags FROM users`),
  );
  expect(row).toEqual({
    id: null,
    anonymous_id: "a'1",
    name: null,
    first_seen: null,
    created: null,
    sessions: 0,
    tags: [],
  });
});

test('of two rows of a user the later counts, and a deleted one is gone', async () => {
  const rows = [
    rowOf(person({ attributes: { key: 'new' } }), { rev: 3 }),
    rowOf(person({ attributes: { key: 'old' } }), { rev: 2 }),
    rowOf(person({ attributes: { key: 'x' } }), { number: 2, rev: 2 }),
    rowOf(person(), { number: 2, rev: 4, deleted: true }),
  ];
  for (const row of rows) await engine.insert('users', row);
  expect(await readKey('key')).toEqual([{ ...missing, string: 'new' }]);
});

test('every column of an event is filled', async () => {
  const row = toEventRow({
    project: 7,
    number: 5,
    rev: 9,
    source: 'posthog',
    name: 'a "name" \u2028 \\',
    timestamp: -5,
    properties: new Map<string, Value>([
      ['a.b', 5],
      ['on', '2026-03-29'],
    ]),
    timeZone: 'Europe/Paris',
  });
  expect(row).not.toContain('\n');
  await engine.insert('events', row);
  const dollars = jsonColumns('properties', 'a.b').number;
  const on = jsonColumns('properties', 'on').date;
  expect(
    await engine.query(
      renderSql(
        sql`SELECT project, number, rev, source, name, timestamp, ${dollars} AS d, ${on} AS o FROM events`,
      ),
    ),
  ).toEqual([
    {
      project: 7,
      number: 5,
      rev: '9',
      source: 'posthog',
      name: 'a "name" \u2028 \\',
      timestamp: '-5',
      d: 5,
      o: Date.parse('2026-03-28T23:00:00Z'),
    },
  ]);
});
