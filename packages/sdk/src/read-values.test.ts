import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readValues } from './read-values.ts';

function read(input: object, flatten = false) {
  const refused: Record<string, string> = {};
  const values = readValues(input, flatten, (key, reason) => {
    refused[key] = reason;
  });
  return { values: { ...values }, refused };
}

class Money {
  amount = 5;
}

describe('Values of an object', () => {
  it('are sent as they are', () => {
    const input = {
      text: 'a',
      empty: '',
      number: -0.5,
      yes: true,
      list: ['a', 1, false],
      none: [],
    };
    expect(read(input)).toEqual({ values: input, refused: {} });
  });

  it('are removed by null and undefined', () => {
    expect(read({ a: null, b: undefined }).values).toEqual({ a: null, b: null });
  });

  it('are dates as their ISO text', () => {
    expect(read({ at: new Date(0) }).values).toEqual({ at: '1970-01-01T00:00:00.000Z' });
  });

  it.each<[string, unknown]>([
    ['NaN', Number.NaN],
    ['infinity', Number.NEGATIVE_INFINITY],
    ['a function', () => 1],
    ['a symbol', Symbol('x')],
    ['a bigint', 10n],
    ['an object', { a: 1 }],
    ['an instance', new Money()],
    ['a map', new Map()],
    ['a boxed number', Object(5)],
    ['an invalid date', new Date(Number.NaN)],
    ['a list with NaN', [1, Number.NaN]],
    ['a list with a gap', [1, undefined]],
    ['a list in a list', [[1]]],
    ['a long text', 'x'.repeat(1401)],
    ['a long list', new Array(1401).fill(1)],
  ])('%s is refused by key, and the rest is kept', (_kind, value) => {
    const { values, refused } = read({ before: 1, wrong: value, after: 2 });
    expect(values).toEqual({ before: 1, after: 2 });
    expect(Object.keys(refused)).toEqual(['wrong']);
    expect(refused.wrong).toMatch(/^(?:is |Invalid)/);
  });

  it('that throw when they are read are refused by key', () => {
    const input = Object.defineProperty({ after: 2 }, 'wrong', {
      enumerable: true,
      get() {
        throw new Error('is not ready');
      },
    });
    Object.defineProperty(input, 'worse', {
      enumerable: true,
      get() {
        return Reflect.apply(Reflect.ownKeys, null, [5]);
      },
    });
    const refused = { wrong: 'is not ready', worse: expect.any(String) };
    expect(read(input)).toEqual({ values: { after: 2 }, refused });
  });

  it('may have the names of what objects have by themselves', () => {
    const input = JSON.parse('{"__proto__": 1, "constructor": "x", "hasOwnProperty": true}');
    const { values } = read(input);
    expect(Object.entries(values).sort()).toEqual(Object.entries(input).sort());
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

describe('Nested values', () => {
  it('get dotted keys', () => {
    const input = { plan: { name: 'Pro', limits: { seats: 5 } }, list: [1] };
    const values = { 'plan.name': 'Pro', 'plan.limits.seats': 5, list: [1] };
    expect(read(input, true)).toEqual({ values, refused: {} });
  });

  it('lose nothing and gain nothing', () => {
    const leaf = fc.oneof(fc.integer(), fc.string({ maxLength: 20 }), fc.boolean());
    const { tree } = fc.letrec((tie) => ({
      tree: fc.dictionary(fc.stringMatching(/^[a-z]{1,3}$/), tie('node'), { maxKeys: 4 }),
      node: fc.oneof({ maxDepth: 6 }, leaf, tie('tree')),
    }));
    const leaves = (node: unknown): unknown[] =>
      typeof node === 'object' && node !== null ? Object.values(node).flatMap(leaves) : [node];
    fc.assert(
      fc.property(tree, (input) => {
        const { values, refused } = read(input as object, true);
        expect(refused).toEqual({});
        expect(Object.values(values)).toEqual(leaves(input));
      }),
    );
  });

  it('that hold themselves are refused, the rest kept', () => {
    const input: Record<string, unknown> = { a: 1 };
    input.self = input;
    const { values, refused } = read(input, true);
    expect(values.a).toBe(1);
    expect(Object.keys(refused)).toEqual([`${'self.'.repeat(8)}self`]);
  });

  it('that hold each other many times cost a bounded amount of work', () => {
    let level: object = { leaf: 1 };
    for (let i = 0; i < 7; i += 1) {
      level = Object.fromEntries(Array.from({ length: 10 }, (_, n) => [`k${n}`, level]));
    }
    const { values, refused } = read(level, true);
    expect(Object.keys(values).length).toBeLessThan(10_000);
    expect(Object.values(refused)).toEqual(['and the rest are too many keys']);
  });
});
