import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerKey } from '../../src/answer-key.ts';
import type { Instant } from '../../src/profile.ts';
import type { Condition, Group, Span, Window } from '../../src/tree.ts';
import type { Person } from './arbitrary-person.ts';
import { evaluateAll, openTestIndex, type TestIndex } from './both-engines.ts';
import { type DateCase, dateCases, dateTexts } from './date-cases.ts';
import { resolveAll } from './scenario.ts';

let index: TestIndex;
beforeAll(async () => {
  index = await openTestIndex();
});
afterAll(() => index.close());

test.each(dateCases.map((given) => [nameCase(given), given] as const))(
  '%s',
  async (_name, given) => {
    const edges = listEdges(given);
    const persons = edges.map(([at]) => knownAt(at));
    const holds = edges.map(([, expected]) => expected);
    const conditions = listConditions(given);
    const trees = conditions.flatMap((one) => [group(one), group({ ...one, not: true })]);
    const verdicts = await askBoth(trees, persons, given.timeZone, given.now);
    for (const [i, condition] of conditions.entries()) {
      for (const [engine, rows] of Object.entries(verdicts)) {
        const what = `${engine}: ${JSON.stringify(condition)}`;
        expect(
          rows.map((row) => row[2 * i]),
          what,
        ).toEqual(holds);
        expect(
          rows.map((row) => row[2 * i + 1]),
          `not ${what}`,
        ).toEqual(holds.map((one) => !one));
      }
    }
  },
);

test.each(dateTexts)('in %s the text %s is %s', async (timeZone, text, instant) => {
  const persons = [saying(text)];
  const at = Date.parse(instant);
  const trees = [-1, 0, 1].map((shift) => {
    const beside = new Date(at + shift).toISOString();
    return group({ ...due, operator: 'between', value: [beside, beside] });
  });
  const verdicts = await askBoth(trees, persons, timeZone);
  expect(verdicts).toEqual({
    evaluator: [[false, true, false]],
    ClickHouse: [[false, true, false]],
  });
});

const due = { type: 'attribute', source: 'custom', key: 'due', kind: 'date' } as const;

/** What is asked of the first and last instants of a case, and of those just beyond. */
function listEdges({ first, last }: DateCase): [at: Instant, holds: boolean][] {
  const edges: [Instant, boolean][] = [];
  if (first) edges.push([Date.parse(first) - 1, false], [Date.parse(first), true]);
  else edges.push([Date.parse('1900-01-01T00:00:00.000Z'), true]);
  if (last) edges.push([Date.parse(last), true], [Date.parse(last) + 1, false]);
  else edges.push([Date.parse('2200-01-01T00:00:00.000Z'), true]);
  return edges;
}

/** The case asked of every kind of date that there is, and as a window where it is one. */
function listConditions({ operator, operand }: DateCase): Condition[] {
  const test = { kind: 'date', operator, value: operand } as const;
  const bought = { type: 'event', source: 'app', name: 'bought' } as const;
  const conditions: Condition[] = [
    { type: 'attribute', source: 'native', key: 'lastActivity', ...test },
    { type: 'attribute', source: 'custom', key: 'due', ...test },
    { type: 'attribute', source: 'trait', key: 'due', ...test },
    { type: 'answer', experienceId: 'survey', stepId: 'when', ...test },
    { ...bought, name: 'booked', where: [{ key: 'due', ...test }] },
  ];
  const window = toWindow(operator, operand);
  return window ? [...conditions, { ...bought, window }] : conditions;
}

function toWindow(operator: DateCase['operator'], operand: DateCase['operand']) {
  const window = { operator } as { operator: Window['operator'] };
  if (operator === 'on' || operator === 'inNext') return undefined;
  if (Array.isArray(operand)) return { ...window, from: operand[0], to: operand[1] } as Window;
  return (
    typeof operand === 'string' ? { ...window, at: operand } : { ...window, ...operand }
  ) as Window;
}

/** A user with that instant wherever one can be. */
function knownAt(at: Instant): Person {
  const person = saying(new Date(at).toISOString());
  person.profile.native.lastActivity = at;
  person.events.push({ source: 'app', name: 'bought', timestamp: at, properties: new Map() });
  return person;
}

function saying(text: string): Person {
  const values = new Map([['due', text]]);
  return {
    profile: {
      native: { sessions: 0, tags: [] },
      attributes: values,
      traits: values,
      answers: new Map([[answerKey('survey', 'when'), text]]),
      seen: new Set(),
      completed: new Set(),
      imports: new Set(),
    },
    events: [{ source: 'app', name: 'booked', timestamp: 0, properties: values }],
  };
}

async function askBoth(
  trees: Group[],
  persons: Person[],
  timeZone: string,
  now = '2026-06-15T12:00:00.000Z',
) {
  const context = {
    now: Date.parse(now),
    timeZone,
    segments: new Map(),
    experiences: new Map([['survey', { steps: new Set(['when']) }]]),
    imports: new Set<string>(),
  };
  const plans = resolveAll(context, trees);
  const project = await index.fill(persons, timeZone);
  return { evaluator: evaluateAll(persons, plans), ClickHouse: await index.ask(project, plans) };
}

function group(...children: Condition[]): Group {
  return { type: 'group', match: 'all', children };
}

function nameCase({ operator, operand, what, timeZone }: DateCase): string {
  return `${operator} ${write(operand)}: ${what}, ${timeZone}`;
}

function write(operand: string | [string, string] | Span): string {
  if (typeof operand === 'string') return operand;
  return Array.isArray(operand) ? operand.join(' to ') : `${operand.amount} ${operand.unit}`;
}
