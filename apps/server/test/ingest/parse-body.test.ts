import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HttpProblem } from '../../src/http/problem.ts';
import { findJsonError } from '../../src/modules/ingest/find-json-error.ts';
import { maxItems, parseBody } from '../../src/modules/ingest/parse-body.ts';
import { formatKeyPath, maxKeyRefusals, RefusalLog } from '../../src/modules/ingest/refusal.ts';

function refusalOf(text: string): HttpProblem {
  try {
    parseBody(text);
  } catch (error) {
    if (error instanceof HttpProblem) return error;
    throw error;
  }
  throw new Error('It was taken');
}

describe('parseBody', () => {
  it('takes one thing or a list', () => {
    expect(parseBody('{"a":1}')).toEqual([{ a: 1 }]);
    expect(parseBody(' [1,2] ')).toEqual([1, 2]);
    expect(parseBody('null')).toEqual([null]);
    expect(parseBody('[]')).toEqual([]);
  });

  it.each([
    ['', 'empty'],
    ['  \n', 'empty'],
    ['{"type":"identify",}', 'line 1, column 20'],
    ['[\n  {"a": 1},\n  {"a": nope}\n]', 'line 3, column 9'],
    ['[{"a": 1}', 'line 1, column 10'],
    ['{"a": "secret', 'line 1, column 14'],
    ["{'a': 1}", 'line 1, column 2'],
    ['[1] [2]', 'line 1, column 5'],
    ['\ufeff[]', 'line 1, column 1'],
    ['[1,]', 'line 1, column 4'],
    ['{"a" 1}', 'line 1, column 6'],
    ['["\\x"]', 'line 1, column 3'],
    ['["a\tb"]', 'line 1, column 4'],
    ['[01]', 'line 1, column 3'],
    ['[1}', 'line 1, column 3'],
  ])('says where %j is broken', (text, expected) => {
    const problem = refusalOf(text);
    expect([problem.status, problem.code]).toEqual([400, 'malformed_json']);
    expect(problem.message).toContain(expected);
    expect(problem.message).not.toContain('secret');
  });

  it('refuses more items than one request may have', () => {
    expect(parseBody(JSON.stringify(Array(maxItems).fill(0)))).toHaveLength(maxItems);
    const problem = refusalOf(JSON.stringify(Array(maxItems + 1).fill(0)));
    expect([problem.status, problem.code]).toEqual([413, 'too_many_items']);
  });

  it('survives nesting as deep as a body can have', () => {
    const depth = 1_000_000;
    expect(() => parseBody('['.repeat(depth) + ']'.repeat(depth))).not.toThrow();
    expect(refusalOf('['.repeat(depth)).status).toBe(400);
  });
});

describe('findJsonError', () => {
  const pieces = [
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"',
    '"a"',
    '\\',
    '\\n',
    '\\u12',
    '1',
    '-',
    '.5',
    'e9',
    'true',
    'nul',
    ' ',
    '\n',
    '\u0001',
    '\u007f',
    'é',
    '\ud800',
  ];

  it('finds an error exactly where there is one', () => {
    const whole = fc.json().map((text) => [...text]);
    const broken = fc.tuple(
      whole,
      fc.nat(),
      fc.array(fc.constantFrom(...pieces), { maxLength: 2 }),
    );
    fc.assert(
      fc.property(
        fc.oneof(
          broken,
          fc
            .array(fc.constantFrom(...pieces), { maxLength: 8 })
            .map((all) => [all, 0, []] as const),
        ),
        ([all, at, inserted]) => {
          const place = at % (all.length + 1);
          const text = [...all.slice(0, place), ...inserted, ...all.slice(place + (at % 2))].join(
            '',
          );
          const found = findJsonError(text);
          expect(found === undefined).toBe(isJson(text));
          if (found !== undefined) expect(found).toBeLessThanOrEqual(text.length);
        },
      ),
      { numRuns: 2000 },
    );
  });

  function isJson(text: string): boolean {
    try {
      JSON.parse(text);
      return true;
    } catch {
      return false;
    }
  }
});

describe('RefusalLog', () => {
  it('names refused items always, and refused keys up to a limit, then counts them', () => {
    const log = new RefusalLog();
    const key = {
      code: 'unsupported_type',
      message: 'No.',
      path: 'traits.k',
      scope: 'key',
    } as const;
    for (let index = 0; index < maxKeyRefusals; index += 1) log.add(1, key);
    for (let index = 0; index < 3; index += 1) log.add(2, key);
    log.add(3, key);
    log.add(4, { ...key, scope: 'item' });
    log.add(0, { ...key, scope: 'item' });
    const entries = log.toEntries();
    expect(entries).toHaveLength(maxKeyRefusals + 4);
    expect(entries.slice(-3).map(({ index, scope, message }) => [index, scope, message])).toEqual([
      [2, 'key', expect.stringContaining('3 more keys')],
      [3, 'key', expect.stringContaining('One more key')],
      [4, 'item', 'No.'],
    ]);
    expect(entries[0]?.index).toBe(0);
  });
});

describe('formatKeyPath', () => {
  it.each([
    ['plan', 'traits.plan'],
    ['a.b', 'traits["a.b"]'],
    ['0', 'traits["0"]'],
    ['', 'traits[""]'],
    ['é', 'traits["é"]'],
    ['\ud800', 'traits["\ufffd"]'],
  ])('%j', (key, expected) => {
    expect(formatKeyPath('traits', key)).toBe(expected);
  });
});
