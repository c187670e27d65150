import fc from 'fast-check';

/** Text that has been somebody's undoing. */
export const hostileTexts = [
  '',
  ' ',
  '0',
  '-1',
  'NaN',
  'Infinity',
  '1e999',
  '0x10',
  'null',
  'undefined',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'a\u0000b',
  '\ud800',
  'x\udc00y',
  '\ufeff',
  '\u202e',
  'İıßſ',
  "' or 1=1 --",
  '"; drop table users; --',
  '{x:String}',
  'x${',
  '%',
  '%00',
  '%s%n',
  '_',
  '\\',
  '\\\\?\\',
  '..',
  '../../../etc/passwd',
  '(a+)+$',
  '[',
  '*'.repeat(50),
  '(?=(a*))*b',
  'a.b.c',
  'a..b',
  '$.a[*]',
  'javascript:alert(1)',
  'http://169.254.169.254/latest/meta-data',
  'http://[::1]:0/',
  'file:///etc/passwd',
  'http://a:b@c/',
  'https://%zz/',
  '<script>alert(1)</script>',
  '=cmd|x',
  '2026-02-30',
  '2026-03-29T25:61:61Z',
  '+275760-09-13T00:00:00.001Z',
  '-271821-04-20T00:00:00.000Z',
  '0000-00-00',
  '9999-12-31T23:59:59.999Z',
  'P1D',
  'Europe/Nowhere',
  'a'.repeat(10_000),
  '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}'.repeat(500),
];

const hostileNumbers = [
  ...[0, -0, -1, 1, 0.1, 1e-320, 255, 65_536],
  ...[2 ** 31, 2 ** 32, 2 ** 53, 2 ** 63, 2 ** 64, 1e21, 1e308, -1e308],
  ...[8.64e15, 8.64e15 + 1, -8.64e15 - 1],
];

/** A key of the language is a key of the object, as it is of parsed JSON. */
export function toObject(entries: readonly (readonly [string, unknown])[]): object {
  const object = {};
  for (const [key, value] of entries) {
    Object.defineProperty(object, key, {
      value,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return object;
}

function nest(depth: number, wrap: (inner: unknown) => unknown, inner: unknown): unknown {
  let value = inner;
  for (let level = 0; level < depth; level += 1) value = wrap(value);
  return value;
}

/** Any text that goes into an address or a value. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...hostileTexts) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
);

/** Any value of JSON, mostly not what was asked for. */
export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: hostileText },
  { weight: 3, arbitrary: fc.constantFrom<unknown>(...hostileNumbers) },
  { weight: 3, arbitrary: fc.constantFrom<unknown>(null, true, false, [], {}, [[]], [null], ['']) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<unknown>(
      toObject([['__proto__', { polluted: true }]]),
      toObject([['constructor', { prototype: { polluted: true } }]]),
      toObject([['toJSON', 'x']]),
      { length: 1e9 },
      nest(60, (inner) => [inner], 1),
      nest(60, (inner) => ({ a: inner }), 1),
      Array.from({ length: 2_000 }, (_, index) => index),
      Array.from({ length: 300 }, () => ({})),
      toObject(Array.from({ length: 1_000 }, (_, index) => [`k${index}`, index])),
    ),
  },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
);

const leaf = { type: 'attribute', source: 'custom', key: 'plan', kind: 'string', operator: 'is' };
const condition = { ...leaf, value: ['Pro'] };
const group = (children: unknown[], more: object = {}) => ({
  ...{ type: 'group', match: 'any', children },
  ...more,
});

/** Trees of conditions that are deep, wide, or heavy in what they name. */
export const hostileTrees: unknown[] = [
  group([]),
  nest(15, (inner) => group([inner]), group([condition])),
  nest(400, (inner) => group([inner]), group([condition])),
  nest(9, (inner) => group([inner, inner]), condition),
  group(Array.from({ length: 99 }, () => condition)),
  group(Array.from({ length: 5_000 }, () => condition)),
  group([{ ...leaf, value: Array.from({ length: 5_000 }, (_, index) => `v${index}`) }]),
  group([{ ...leaf, operator: 'contains', value: ['(a+)+$'.repeat(100)] }]),
  group([{ ...leaf, key: 'a.b.c', value: ['\ud800'] }]),
  group([{ ...leaf, key: '__proto__' }]),
  group([{ ...leaf, operator: 'constructor' }]),
  group([{ ...leaf, kind: 'number', value: [1e308] }]),
  group([condition], { not: 'yes', match: 'toString' }),
];

/** Bodies that are no JSON, or hardly. */
export const hostileBodies: string[] = [
  '',
  ' ',
  '{',
  '}',
  'null',
  'true',
  '0',
  '""',
  '[]',
  '{}',
  'NaN',
  '{"a":NaN}',
  '{"a":1e999}',
  '{"a":-1e999,"b":1e-999,"c":12345678901234567890123456789012345678901234567890}',
  "{'a':1}",
  '{"a":1}{"a":2}',
  '{"a":1,"a":{"a":1}}',
  '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}',
  '"\\ud800"',
  '\ufeff{}',
  '\u0000',
  '['.repeat(100_000),
  `${'['.repeat(50_000)}${']'.repeat(50_000)}`,
  `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`,
  `{"conditions":${'{"type":"group","match":"all","children":['.repeat(5_000)}${']}'.repeat(5_000)}}`,
  `[${'{},'.repeat(100_000)}{}]`,
  `{"name":"${'x'.repeat(900_000)}"}`,
  `{"name":"${'x'.repeat(1_100_000)}"}`,
];
