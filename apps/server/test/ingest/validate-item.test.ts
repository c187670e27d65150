import { describe, expect, it } from 'vitest';
import { apiOrigin, type IngestItem } from '../../src/modules/ingest/ingest-item.ts';
import type { Refusal } from '../../src/modules/ingest/refusal.ts';
import { validateItem } from '../../src/modules/ingest/validate-item.ts';

const arrivedAt = Date.UTC(2026, 2, 29, 12);
const arrival = {
  origin: apiOrigin,
  arrivedAt,
  timeZone: 'Europe/Paris',
  newId: () => 'made-here',
};

function validate(raw: unknown): { item: IngestItem | undefined; refusals: Refusal[] } {
  const refusals: Refusal[] = [];
  const item = validateItem(raw, arrival, (refusal) => refusals.push(refusal));
  return { item, refusals };
}

/** As it comes over the wire, where `__proto__` is a key. */
const parse = (json: string): unknown => JSON.parse(json);

describe('a valid item', () => {
  it('identify, with everything', () => {
    const { item, refusals } = validate({
      type: 'identify',
      userId: 'ada',
      anonymousId: 'anon',
      messageId: 'm1',
      timestamp: '2026-03-28T10:00:00+02:00',
      traits: { plan: 'Pro', seats: -0, beta: true, tags: ['a', 1], old: null, empty: '' },
      context: { ignored: true },
    });
    expect(refusals).toEqual([]);
    expect(item).toEqual({
      type: 'identify',
      origin: apiOrigin,
      timestamp: Date.UTC(2026, 2, 28, 8),
      arrivedAt,
      userId: 'ada',
      anonymousId: 'anon',
      messageId: 'm1',
      attributes: new Map<string, unknown>([
        ['plan', 'Pro'],
        ['seats', 0],
        ['beta', true],
        ['tags', ['a', 1]],
        ['old', null],
        ['empty', ''],
      ]),
    });
  });

  it('track, with as little as possible', () => {
    const { item } = validate({ type: 'track', anonymousId: 'anon', event: 'buy' });
    expect(item).toEqual({
      type: 'track',
      origin: apiOrigin,
      timestamp: arrivedAt,
      arrivedAt,
      identity: { kind: 'anonymous', id: 'anon' },
      event: 'buy',
      messageId: 'made-here',
      hasOwnMessageId: true,
      properties: new Map(),
    });
  });

  it('track of both ids is about the user', () => {
    const { item } = validate({ type: 'track', userId: 'ada', anonymousId: 'anon', event: 'buy' });
    expect(item).toMatchObject({ identity: { kind: 'user', id: 'ada' } });
  });

  it('null is the same as absent', () => {
    const { item, refusals } = validate({
      type: 'track',
      userId: null,
      anonymousId: 'anon',
      event: 'buy',
      messageId: null,
      timestamp: null,
      properties: null,
    });
    expect(refusals).toEqual([]);
    expect(item).toMatchObject({ timestamp: arrivedAt, hasOwnMessageId: true });
  });

  it.each([
    'x'.repeat(512),
    '😀'.repeat(512),
    ' spaces ',
    "'; DROP TABLE users; --",
    '.*(a+)+$',
    'a/b?c#d',
    '0',
  ])('id %s', (userId) => {
    expect(validate({ type: 'identify', userId }).item).toMatchObject({ userId });
  });
});

describe('a refused item names path and reason', () => {
  const refused: [string, unknown, string, string][] = [
    ['null', null, 'not_an_object', ''],
    ['a number', 5, 'not_an_object', ''],
    ['a text', 'identify', 'not_an_object', ''],
    ['a list in the list', [{ type: 'identify', userId: 'a' }], 'not_an_object', ''],
    ['no type', { userId: 'a' }, 'unknown_type', 'type'],
    ['an unknown type', { type: 'alias', userId: 'a' }, 'unknown_type', 'type'],
    ['a type of Object', { type: 'constructor', userId: 'a' }, 'unknown_type', 'type'],
    ['a type of another type', { type: ['identify'], userId: 'a' }, 'unknown_type', 'type'],
    ['identify without id', { type: 'identify' }, 'missing_id', 'userId'],
    [
      'identify of an anonymous id alone',
      { type: 'identify', anonymousId: 'a' },
      'missing_id',
      'userId',
    ],
    ['an empty id', { type: 'identify', userId: '' }, 'empty', 'userId'],
    ['a number as id', { type: 'identify', userId: 5 }, 'not_a_string', 'userId'],
    ['an object as id', { type: 'identify', userId: { $ne: null } }, 'not_a_string', 'userId'],
    ['a long id', { type: 'identify', userId: 'x'.repeat(513) }, 'too_long', 'userId'],
    ['a very long id', { type: 'identify', userId: 'x'.repeat(5_000_000) }, 'too_long', 'userId'],
    [
      'a lone surrogate in an id',
      { type: 'identify', userId: 'a\ud800' },
      'not_well_formed',
      'userId',
    ],
    ['an id that no address can name', { type: 'identify', userId: '..' }, 'reserved', 'userId'],
    ['such a browser', { type: 'track', event: 'e', anonymousId: '.' }, 'reserved', 'anonymousId'],
    ['NUL in an id', { type: 'identify', userId: 'a\0' }, 'control_character', 'userId'],
    ['a line break in an id', { type: 'identify', userId: 'a\nb' }, 'control_character', 'userId'],
    [
      'a bad anonymous id',
      { type: 'identify', userId: 'a', anonymousId: 7 },
      'not_a_string',
      'anonymousId',
    ],
    [
      'a bad message id',
      { type: 'identify', userId: 'a', messageId: 7 },
      'not_a_string',
      'messageId',
    ],
    [
      'traits that are a list',
      { type: 'identify', userId: 'a', traits: ['x'] },
      'not_an_object',
      'traits',
    ],
    [
      'traits that are a text',
      { type: 'identify', userId: 'a', traits: 'x' },
      'not_an_object',
      'traits',
    ],
    ['track without id', { type: 'track', event: 'buy' }, 'missing_id', 'userId'],
    ['track without event', { type: 'track', userId: 'a' }, 'missing_event', 'event'],
    ['an empty event', { type: 'track', userId: 'a', event: '' }, 'empty', 'event'],
    [
      'an event that is an object',
      { type: 'track', userId: 'a', event: {} },
      'not_a_string',
      'event',
    ],
    [
      'properties that are a number',
      { type: 'track', userId: 'a', event: 'b', properties: 1 },
      'not_an_object',
      'properties',
    ],
    [
      'a timestamp that is a word',
      { type: 'identify', userId: 'a', timestamp: 'today' },
      'invalid_timestamp',
      'timestamp',
    ],
    [
      'a day that is not',
      { type: 'identify', userId: 'a', timestamp: '2026-02-30' },
      'invalid_timestamp',
      'timestamp',
    ],
    [
      'a timestamp that is true',
      { type: 'identify', userId: 'a', timestamp: true },
      'invalid_timestamp',
      'timestamp',
    ],
    [
      'seconds',
      { type: 'identify', userId: 'a', timestamp: 1_774_785_600 },
      'ambiguous_timestamp',
      'timestamp',
    ],
    [
      'microseconds',
      { type: 'identify', userId: 'a', timestamp: 1_774_785_600_000_000 },
      'timestamp_out_of_range',
      'timestamp',
    ],
    [
      'an offset that leads out of the years',
      { type: 'identify', userId: 'a', timestamp: '0000-01-01T00:00:00+14:00' },
      'timestamp_out_of_range',
      'timestamp',
    ],
    [
      'an infinite timestamp',
      parse('{"type":"identify","userId":"a","timestamp":1e999}'),
      'invalid_timestamp',
      'timestamp',
    ],
  ];
  it.each(refused)('%s', (_, raw, code, path) => {
    const { item, refusals } = validate(raw);
    expect(item).toBeUndefined();
    expect(refusals).toEqual([
      { code, path, scope: 'item', message: expect.stringMatching(/\.$/) },
    ]);
  });

  it('even when it comes with refused keys', () => {
    const { item, refusals } = validate({ type: 'track', event: 'b', properties: { a: {} } });
    expect(item).toBeUndefined();
    expect(refusals).toMatchObject([{ code: 'missing_id', scope: 'item' }]);
  });
});

describe('a refused key leaves the others', () => {
  const refused: [string, string, string, string][] = [
    ['an object', '{"k":{"a":1}}', 'unsupported_type', 'traits.k'],
    ['a list in a list', '{"k":[[1]]}', 'unsupported_type', 'traits.k'],
    ['null in a list', '{"k":[null]}', 'unsupported_type', 'traits.k'],
    ['infinity', '{"k":1e999}', 'not_finite', 'traits.k'],
    ['a huge integer', '{"k":9007199254740994}', 'number_too_large', 'traits.k'],
    ['a very huge integer', `{"k":${'9'.repeat(300)}}`, 'number_too_large', 'traits.k'],
    ['a lone surrogate', '{"k":"\\ud800"}', 'not_well_formed', 'traits.k'],
    ['a long text', JSON.stringify({ k: 'x'.repeat(701) }), 'string_too_long', 'traits.k'],
    ['a long list', JSON.stringify({ k: Array(300).fill('xx') }), 'list_too_long', 'traits.k'],
    ['an empty key', '{"":1}', 'key_empty', 'traits[""]'],
    ['a lone surrogate in a key', '{"\\udfff":1}', 'not_well_formed', 'traits["\ufffd"]'],
    ['a dotted key', '{"a.b":{}}', 'unsupported_type', 'traits["a.b"]'],
    ['a key of quotes', '{"a\\"`\'":{}}', 'unsupported_type', 'traits["a\\"`\'"]'],
    [
      '`__proto__` with an object',
      '{"__proto__":{"isAdmin":true}}',
      'unsupported_type',
      'traits.__proto__',
    ],
  ];
  it.each(refused)('%s', (_, traits, code, path) => {
    const raw = parse(`{"type":"identify","userId":"a","traits":${traits.slice(0, -1)},"kept":1}}`);
    const { item, refusals } = validate(raw);
    expect(item).toMatchObject({ attributes: new Map([['kept', 1]]) });
    expect(refusals).toEqual([{ code, path, scope: 'key', message: expect.any(String) }]);
    expect(JSON.stringify(refusals).isWellFormed()).toBe(true);
  });

  it('shows a long key cut', () => {
    const { refusals } = validate({
      type: 'identify',
      userId: 'a',
      traits: { ['k'.repeat(90_000)]: 1 },
    });
    expect(refusals).toMatchObject([{ code: 'key_too_long' }]);
    expect(refusals[0]?.path.length).toBeLessThan(100);
  });

  it('takes hostile keys as they are', () => {
    const raw = parse(
      '{"type":"identify","userId":"a","traits":{"__proto__":"x","constructor":1,"a.b":2,"`":3,"\\"":4,"%":5}}',
    );
    const { item, refusals } = validate(raw);
    expect(refusals).toEqual([]);
    expect(item).toMatchObject({
      attributes: new Map<string, unknown>([
        ['__proto__', 'x'],
        ['constructor', 1],
        ['a.b', 2],
        ['`', 3],
        ['"', 4],
        ['%', 5],
      ]),
    });
  });

  it('takes values that look like code as they are', () => {
    const values = [
      "'; DROP TABLE users; --",
      '.*(a+)+$',
      '{{7*7}}',
      '%_\\',
      '<script>',
      '\0',
      '1e5',
      ' 5 ',
    ];
    const traits = Object.fromEntries(values.map((value, index) => [`k${index}`, value]));
    const { item } = validate({ type: 'identify', userId: 'a', traits });
    expect(item).toMatchObject({ attributes: new Map(Object.entries(traits)) });
  });

  it('takes the first 200 valid properties of an event', () => {
    const properties: Record<string, unknown> = { bad: {}, none: null };
    for (let index = 0; index < 202; index += 1) properties[`k${index}`] = index;
    const { item, refusals } = validate({ type: 'track', userId: 'a', event: 'b', properties });
    expect(item?.type === 'track' && item.properties.size).toBe(200);
    expect(refusals.map(({ code, path }) => `${code} ${path}`)).toEqual([
      'unsupported_type properties.bad',
      'too_many_keys properties.k200',
      'too_many_keys properties.k201',
    ]);
  });
});

describe('timestamps', () => {
  const hour = 60 * 60 * 1000;
  const read: [string, unknown, number][] = [
    ['absent: the arrival', undefined, arrivedAt],
    ['milliseconds', arrivedAt - 5, arrivedAt - 5],
    ['milliseconds with a fraction', arrivedAt - 0.5, arrivedAt - 1],
    ['the beginning of time', 0, 0],
    ['long before 1970, in milliseconds', -2e12, -2e12],
    ['UTC', '2026-03-29T11:00:00Z', Date.UTC(2026, 2, 29, 11)],
    ['without offset: the zone of the project', '2026-03-28T11:00', Date.UTC(2026, 2, 28, 10)],
    ['a day: its midnight there', '2026-03-28', Date.UTC(2026, 2, 27, 23)],
    ['the far past', '0001-01-01T00:00:00Z', -62_135_596_800_000],
    ['24 hours ahead: taken', arrivedAt + 24 * hour, arrivedAt + 24 * hour],
    ['a millisecond more: the arrival', arrivedAt + 24 * hour + 1, arrivedAt],
    ['the far future: the arrival', '9999-12-31T23:59:59Z', arrivedAt],
  ];
  it.each(read)('%s', (_, timestamp, expected) => {
    const { item, refusals } = validate({ type: 'identify', userId: 'a', timestamp });
    expect(refusals).toEqual([]);
    expect(item?.timestamp).toBe(expected);
  });
});
