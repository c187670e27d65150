import fc from 'fast-check';
import { expect, test } from 'vitest';
import { kinds, operatorsOf } from './find-operator.ts';
import { parseTree } from './parse-tree.ts';

/** JSON made of the words of the wire form, so that much of it is nearly a tree and some of it is one. */
const words = [
  ...['group', 'attribute', 'event', 'experience', 'answer', 'segment', 'import', 'all', 'any'],
  ...['native', 'custom', 'trait', 'app', 'api', 'email', 'firstSeen', 'tags', 'seen'],
  ...['atLeast', 'between', 'inLast', 'ever', 'day', '2026-01-01', '', '__proto__', '\ud800'],
  ...kinds,
  ...kinds.flatMap((kind) => operatorsOf(kind).map(({ name }) => name)),
];
const fields = [
  ...['type', 'match', 'children', 'source', 'key', 'kind', 'operator', 'value', 'not', 'name'],
  ...['count', 'window', 'where', 'amount', 'unit', 'from', 'to', 'at', 'experienceId'],
  ...['interaction', 'stepId', 'segmentId', 'importId', 'constructor'],
];

const operand = fc.oneof(
  fc.integer(),
  fc.constantFrom<unknown>('x', true, '2026-01-01', ['x'], [1, 2], ['2026-01-01', '2026-01-02']),
  fc.constantFrom({ amount: 1, unit: 'day' }, { amount: -1, unit: 'day' }),
);

const attribute = fc
  .constantFrom(...kinds)
  .chain((kind) => fc.tuple(fc.constant(kind), fc.constantFrom(...operatorsOf(kind))))
  .chain(([kind, { name }]) =>
    fc.record(
      {
        type: fc.constant('attribute'),
        source: fc.constantFrom('custom', 'trait'),
        key: fc.string({ minLength: 1 }),
        kind: fc.constant(kind),
        operator: fc.constant(name),
        value: operand,
        not: fc.boolean(),
      },
      { requiredKeys: ['type', 'source', 'key', 'kind', 'operator'] },
    ),
  );

const event = fc.record(
  {
    type: fc.constant('event'),
    source: fc.constantFrom('app', 'api'),
    name: fc.string({ minLength: 1 }),
    count: fc.record({ operator: fc.constantFrom('atLeast', 'exactly'), value: fc.integer() }),
    window: fc.record({ operator: fc.constantFrom('ever', 'inLast'), amount: fc.nat() }),
    not: fc.boolean(),
  },
  { requiredKeys: ['type', 'source', 'name'] },
);

const depth = { depthIdentifier: 'json', maxDepth: 5 };
const { json, group } = fc.letrec((tie) => ({
  json: fc.oneof(
    depth,
    fc.constantFrom<unknown>(...words),
    fc.oneof(fc.integer(), fc.double(), fc.boolean(), fc.constant(null)),
    fc.array(tie('json'), { maxLength: 4, depthIdentifier: 'json' }),
    fc.dictionary(fc.constantFrom(...fields), tie('json'), {
      maxKeys: 6,
      depthIdentifier: 'json',
    }),
    tie('group'),
  ),
  group: fc.record({
    type: fc.constant('group'),
    match: fc.constantFrom('all', 'any'),
    children: fc.array(fc.oneof(depth, attribute, event, tie('group'), tie('json')), {
      maxLength: 4,
      depthIdentifier: 'json',
    }),
  }),
}));

test('whatever the JSON, parsing gives a tree or problems, and a tree parses to itself', () => {
  let trees = 0;
  fc.assert(
    fc.property(fc.oneof(group, json, fc.jsonValue()), fc.boolean(), (value, allowEmptyRoot) => {
      const parsed = parseTree(value, { allowEmptyRoot });
      if (!parsed.ok) {
        expect(parsed.problems.length).toBeGreaterThan(0);
        expect(parsed.problems.every(({ message }) => /^[A-Z].*\.$/s.test(message))).toBe(true);
        return;
      }
      trees += 1;
      expect(parseTree(parsed.value, { allowEmptyRoot })).toEqual(parsed);
      const saved: unknown = JSON.parse(JSON.stringify(parsed.value));
      expect(parseTree(saved, { allowEmptyRoot })).toEqual(parsed);
    }),
    { numRuns: 5000, seed: 20260615 },
  );
  expect(trees).toBeGreaterThan(50);
});
