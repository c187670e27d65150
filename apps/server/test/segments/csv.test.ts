import Papa from 'papaparse';
import { describe, expect, test } from 'vitest';
import { createProfile, setAttributes } from '../../src/modules/profiles/profile-changes.ts';
import { createUserWriter } from '../../src/modules/segments/export-users.ts';
import { toCsvLine } from '../../src/modules/segments/write-csv.ts';

describe('A line of CSV', () => {
  test('quotes what would end a cell or a line', () => {
    expect(toCsvLine(['a', 'b,c', 'd"e', 'f\ng', 'h\ri'])).toBe('a,"b,c","d""e","f\ng","h\ri"\r\n');
  });

  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'])(
    'keeps text from being taken for a formula: %j',
    (text) => {
      const [[cell]] = Papa.parse<string[]>(toCsvLine([text])).data as [[string]];
      expect(cell).toBe(`'${text}`);
    },
  );

  test('leaves numbers, booleans and missing values as they are', () => {
    expect(toCsvLine([-1, 0.5, true, null, ''])).toBe('-1,0.5,true,,\r\n');
  });

  test('writes lists as JSON', () => {
    expect(toCsvLine([['a', 1, true]])).toBe('"[""a"",1,true]"\r\n');
  });
});

async function* batches() {
  const stamp = { source: 'API', at: 0 };
  const first = createProfile(1, { kind: 'user', id: 'a,b' }, 0);
  const changes = new Map([
    ['plan', 'Pro'],
    ['__proto__', 'odd'],
  ]);
  yield [setAttributes(first, changes, stamp).document];
  yield [];
  yield [createProfile(2, { kind: 'anonymous', id: 'x' }, 0)];
}

async function write(format: 'csv' | 'json' | 'ndjson', columns: string[] = []) {
  let text = '';
  for await (const piece of createUserWriter(format, columns)(batches())) text += piece;
  return text;
}

describe('A file of users', () => {
  test('as CSV has a byte order mark, a header and the columns asked for', async () => {
    const text = await write('csv', ['id', 'attributes.plan', 'attributes.__proto__', 'traits.x']);
    expect(text).toBe(
      '\uFEFFid,attributes.plan,attributes.__proto__,traits.x\r\n"a,b",Pro,odd,\r\n,,,\r\n',
    );
  });

  test('as CSV has the native fields when no column is named', async () => {
    const lines = (await write('csv')).split('\r\n');
    expect(lines[0]).toBe(
      '\uFEFFid,anonymousId,name,email,language,firstSeen,lastActivity,created,sessions,tags',
    );
    expect(lines[2]).toBe(',x,,,,,,1970-01-01T00:00:00.000Z,0,[]');
  });

  test('refuses a column that does not exist before anything is written', () => {
    expect(() => createUserWriter('csv', ['id', 'nope'])).toThrow(
      expect.objectContaining({ status: 422 }),
    );
  });

  test('as JSON and as lines has whole profiles', async () => {
    const json = JSON.parse(await write('json'));
    const lines = (await write('ndjson'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(json).toEqual(lines);
    expect(json).toHaveLength(2);
    expect(Object.keys(json[0].attributes)).toEqual(['plan', '__proto__']);
    expect(json[0].attributes.plan).toEqual({
      value: 'Pro',
      source: 'API',
      updatedAt: '1970-01-01T00:00:00.000Z',
    });
  });

  test('of nobody is an empty list', async () => {
    async function* none() {}
    let text = '';
    for await (const piece of createUserWriter('json', [])(none())) text += piece;
    expect(JSON.parse(text)).toEqual([]);
  });
});
