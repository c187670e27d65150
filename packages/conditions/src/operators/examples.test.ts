import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hazardKeys } from '../../test/agreement/hazards.ts';
import { openTestEngine, type TestEngine } from '../../test/chdb.ts';
import { examplesOf } from '../../test/examples-of.ts';
import { holdsFor, toCompared } from '../holds.ts';
import { jsonColumns, nativeColumns, usersColumns } from '../index-layout.ts';
import { toUserRow } from '../index-row.ts';
import type { Clock, Example, Operator, SubjectColumns } from '../operator.ts';
import type { Instant, NativeFields, Value } from '../profile.ts';
import { renderSql, sql, uint32 } from '../sql.ts';
import type { Kind } from '../tree.ts';
import { checkValue, readAs } from '../value.ts';
import { empty } from './empty.ts';
import { operators } from './operators.ts';

/** An example with its parts read as the product reads them. */
interface Case {
  operator: Operator;
  value: Value | undefined;
  clock: Clock;
  /** Resolved. */
  operand: unknown;
  example: Example;
}

const cases = operators.flatMap((operator) =>
  examplesOf(operator).map((example) => readExample(operator, example)),
);
const zones = [...new Set(cases.map(({ clock }) => clock.timeZone))];
const values = dedupe(
  cases.map(({ value }) => value),
  (value) => value,
);

function readExample(operator: Operator, example: Example): Case {
  const clock = {
    now: Date.parse(example.now ?? '2026-03-29T12:00:00Z'),
    timeZone: example.timeZone ?? 'UTC',
  };
  const parsed = operator.parse(example.operand, []);
  if (!parsed.ok) throw new Error(`${operator.name}: ${JSON.stringify(parsed.problems)}`);
  const operand = operator.resolve(parsed.value, clock);
  return { operator, value: readValue(example.value), clock, operand, example };
}

function readValue(json: unknown): Value | undefined {
  if (json === undefined) return undefined;
  const checked = checkValue(json);
  if (!checked.ok) throw new Error(checked.message);
  return checked.value;
}

function dedupe<T>(items: readonly T[], toKey: (item: T) => unknown): T[] {
  return [...new Map(items.map((item) => [JSON.stringify(toKey(item)), item])).values()];
}

/** The answer for a value that is an attribute: the rule of `empty` and of missing values included. */
function holdsOf({ operator, operand, clock }: Case, value: Value | undefined): boolean {
  const [kind = 'string'] = operator.kinds;
  const typed = operator === empty ? value : readAs(kind, value, clock.timeZone);
  return holdsFor(operator, operand, toCompared(operator, typed));
}

describe.each(operators)('$kinds $name', (operator) => {
  const own = cases.filter((one) => one.operator === operator);

  test('has examples of both answers, one without a value among them', () => {
    expect(new Set(own.map(({ example }) => example.expect))).toEqual(new Set([true, false]));
    expect(own.some(({ value }) => value === undefined)).toBe(true);
  });

  test.each(own)('$example', (one) => {
    expect(holdsOf(one, one.value)).toBe(one.example.expect);
  });
});

/** The native field that can hold a value of each kind. */
const nativeColumnOf = {
  string: 'name',
  number: 'sessions',
  date: 'created',
  list: 'tags',
} as const satisfies Partial<Record<Kind, string>>;

/** The user that has the value as attribute, and in the native field of each kind that it reads as. */
function toUser(value: Value | undefined, timeZone: string) {
  const native: NativeFields = {
    sessions: (readAs('number', value, timeZone) as number | undefined) ?? 0,
    tags: ((readAs('list', value, timeZone) as unknown[] | undefined) ?? []).filter(
      (element) => typeof element === 'string',
    ),
  };
  if (typeof value === 'string') native.name = value;
  const created = readAs('date', value, timeZone) as Instant | undefined;
  if (created !== undefined) native.created = created;
  return {
    native,
    attributes: new Map(value === undefined ? [] : [['value', value]]),
    traits: new Map(),
    seen: new Set<string>(),
    completed: new Set<string>(),
    answers: new Map(),
    imports: new Set<string>(),
  };
}

describe('ClickHouse answers as the evaluator, for each operand about the values of all operators', () => {
  let engine: TestEngine;

  beforeAll(async () => {
    engine = await openTestEngine();
    const columns = Object.entries(usersColumns).map(([name, type]) => `${name} ${type}`);
    await engine.execute(
      `CREATE TABLE users (${columns.join(', ')}) ENGINE = MergeTree ORDER BY (project, number)`,
    );
    const rows = zones.flatMap((timeZone, project) =>
      values.map((value, number) =>
        toUserRow({
          project,
          number,
          rev: 1,
          deleted: false,
          anonymousId: undefined,
          profile: toUser(value, timeZone),
          timeZone,
        }),
      ),
    );
    await engine.insert('users', rows.join('\n'));
  });
  afterAll(() => engine.close());

  async function select({ operator, operand, clock }: Case, columns: SubjectColumns) {
    const project = uint32(zones.indexOf(clock.timeZone));
    const rows = await engine.query<{ number: number }>(
      renderSql(sql`SELECT number FROM users
        WHERE project = ${project} AND ifNull(${operator.toSql(columns, operand)}, 0)
        ORDER BY number`),
    );
    return rows.map(({ number }) => JSON.stringify(values[number]));
  }

  function listMatching(matches: (value: Value | undefined) => boolean): string[] {
    return values.filter(matches).map((value) => JSON.stringify(value));
  }

  const questions = dedupe(cases, ({ operator, example, clock }) => [
    operator.name,
    operator.kinds,
    example.operand,
    clock,
  ]);

  test.each(questions)('$operator.name $example.operand at $clock', async (one) => {
    expect(await select(one, jsonColumns('attributes', 'value'))).toEqual(
      listMatching((value) => holdsOf(one, value)),
    );
    for (const kind of one.operator.kinds) {
      if (kind === 'boolean') continue;
      const column = nativeColumnOf[kind];
      expect(await select(one, nativeColumns(kind, column)), column).toEqual(
        listMatching((value) => {
          const field = toUser(value, one.clock.timeZone).native[column];
          return holdsFor(one.operator, one.operand, toCompared(one.operator, field));
        }),
      );
    }
  });

  test('a key that nobody has is missing', async () => {
    for (const one of questions) {
      const matching = listMatching(() => holdsOf(one, undefined));
      expect(await select(one, jsonColumns('attributes', 'nowhere'))).toEqual(matching);
    }
  });

  test('a key is empty or not whatever its name, and among however many', async () => {
    const many = Array.from({ length: 600 }, (_, i) => `key ${i}`);
    const keys = [...hazardKeys, ...many];
    const lists = (list: Value): [string, Value][] => keys.map((key) => [key, list]);
    const people = [lists('a'), lists(''), lists([]), lists([0]), lists(0), lists(false), []];
    const project = zones.length;
    const rows = people.map((attributes, number) =>
      toUserRow({
        project,
        number,
        rev: 1,
        deleted: false,
        anonymousId: undefined,
        profile: { ...toUser(undefined, 'UTC'), attributes: new Map(attributes) },
        timeZone: 'UTC',
      }),
    );
    await engine.insert('users', rows.join('\n'));
    const wrong: string[] = [];
    for (const key of [...hazardKeys, ...many.slice(-20)]) {
      const predicate = empty.toSql(jsonColumns('attributes', key), undefined);
      const found = await engine.query<{ number: number }>(
        renderSql(sql`SELECT number FROM users
          WHERE project = ${uint32(project)} AND ${predicate} ORDER BY number`),
      );
      if (found.map(({ number }) => number).join() !== '1,2,6') wrong.push(key);
    }
    expect(wrong).toEqual([]);
  });

  test('there are values of every type, and zones where the days differ', () => {
    expect(values.length).toBeGreaterThan(300);
    expect(zones.length).toBeGreaterThan(3);
  });
});
