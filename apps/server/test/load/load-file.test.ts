import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LoadOptions } from '../../src/modules/load/load-options.ts';
import { noon } from '../ingest/open-ingest.ts';
import { cdnow, type LoadBench, openLoadBench, telco } from './load-bench.ts';

let bench: LoadBench;
beforeAll(async () => {
  bench = await openLoadBench();
});
afterAll(() => bench.close());

const checkpoints = () => readdirSync(join(bench.dataDir, 'loads'));
const countUsers = () =>
  bench.ingest.store.read((tx) => tx.countProfiles(bench.ingest.project.number));
const countEvents = () =>
  bench.ingest.store.read((tx) => tx.countEvents(bench.ingest.project.number));

describe('the real data', () => {
  it('telco: 7,043 users with 20 attributes, 11 of them without TotalCharges', async () => {
    const { result, rejected, progress } = await bench.load(telco);
    expect(result).toEqual({
      rows: 7043,
      accepted: 7043,
      rejected: 0,
      duplicates: 0,
      resumedAfter: 0,
    });
    expect(rejected).toEqual([]);
    expect(await countUsers()).toBe(7043);
    const documents = await bench.ingest.store.read((tx) =>
      tx.scanProfiles(bench.ingest.project.number, -1, 10_000),
    );
    const sizes = documents.map(({ attributes }) => attributes.size);
    expect(sizes.filter((size) => size === 20)).toHaveLength(7043 - 11);
    const blank = documents.filter(({ attributes }) => !attributes.has('TotalCharges'));
    expect(blank).toHaveLength(11);
    const young = documents.filter(
      ({ attributes }) =>
        attributes.get('Contract')?.value === 'Month-to-month' &&
        Number(attributes.get('tenure')?.value) < 12,
    );
    expect(young).toHaveLength(1908);
    const first = await bench.ingest.find('7590-VHVEG');
    expect(first?.attributes.get('MonthlyCharges')).toEqual({
      value: 29.85,
      source: 'CSV: telco-customers.csv',
      at: noon,
    });
    expect(first).toMatchObject({ created: noon });
    expect(first).not.toHaveProperty('lastActivity');
    expect(progress[0]).toMatchObject({ phase: 'reading' });
    expect(progress.at(-1)).toEqual({
      phase: 'loading',
      rows: 7043,
      totalRows: 7043,
      bytes: 970_457,
      totalBytes: 970_457,
    });
    expect(checkpoints()).toEqual([]);
  });

  it('again: all are duplicates and nothing changes', async () => {
    const head = await bench.ingest.store.headPosition();
    const { result } = await bench.load(telco);
    expect(result).toMatchObject({ rows: 7043, accepted: 7043, duplicates: 7043 });
    expect(await bench.ingest.store.headPosition()).toBe(head);
  });

  it('CDNOW: 69,659 purchases of 23,570 users, equal rows included', async () => {
    const { result, rejected } = await bench.load(cdnow);
    expect(result).toMatchObject({ rows: 69_659, accepted: 69_659, rejected: 0, duplicates: 0 });
    expect(rejected).toEqual([]);
    expect(await countEvents()).toBe(69_659);
    expect(await countUsers()).toBe(7043 + 23_570);
    const person = await bench.ingest.find('00002');
    expect(person).toMatchObject({ userId: '00002' });
    const rows = await bench.ingest.store.read((tx) =>
      tx.eventsOf(bench.ingest.project.number, person?.number ?? -1, 10),
    );
    const shown = rows.map(({ timestamp, properties }) => [
      timestamp,
      Object.fromEntries(properties),
    ]);
    expect(shown).toHaveLength(2);
    expect(shown).toContainEqual([Date.UTC(1997, 0, 12), { number_of_cds: 1, dollar_value: 12 }]);
    expect(shown).toContainEqual([Date.UTC(1997, 0, 12), { number_of_cds: 5, dollar_value: 77 }]);
  }, 300_000);
});

describe('a table', () => {
  const csv = (file: string, more: Partial<LoadOptions> = {}): LoadOptions => ({
    file,
    source: 'csv',
    id: 'id',
    ...more,
  });

  it('keeps good rows and reports each bad one: row, column, value, reason', async () => {
    const long = 'x'.repeat(701);
    const file = bench.write(
      'bad.csv',
      `id,plan,n\nb1,Pro,1\n,Pro,2\nb3,${long},3\nb4,Pro\nb5,Pro,5,6\nb\u00016,Pro,6\n"b7" x,Pro,7\nb8,,8\n`,
    );
    const { result, rejected } = await bench.load(csv(file));
    expect(result).toEqual({ rows: 8, accepted: 3, rejected: 5, duplicates: 0, resumedAfter: 0 });
    expect(rejected.sort((a, b) => a.row - b.row)).toEqual([
      { row: 2, column: 'id', value: '', reason: 'The id is blank.' },
      {
        row: 3,
        column: 'plan',
        value: `${'x'.repeat(100)}…`,
        reason: expect.stringContaining('700'),
      },
      { row: 4, column: '', value: '', reason: 'The row has 2 cells and the header 3.' },
      { row: 5, column: '', value: '', reason: 'The row has 4 cells and the header 3.' },
      {
        row: 6,
        column: 'id',
        value: 'b\u00016',
        reason: expect.stringContaining('control character'),
      },
      { row: 7, column: '', value: '', reason: expect.stringContaining('quoted cell') },
    ]);
    expect(await bench.ingest.attributesOf('b1')).toEqual({ plan: 'Pro', n: 1 });
    expect(await bench.ingest.attributesOf('b3')).toEqual({ n: 3 });
    expect(await bench.ingest.attributesOf('b8')).toEqual({ n: 8 });
  });

  it('infers types from all rows, and takes what it is told', async () => {
    const file = bench.write(
      'types.csv',
      'id,a,b,c,zip,d\n1,1,true,1,01234,5\n2,2.5,false,n/a,99999,\n',
    );
    await bench.load(csv(file, { skip: ['d'], types: new Map([['a', 'string']]) }));
    expect(await bench.ingest.attributesOf('1')).toEqual({ a: '1', b: true, c: '1', zip: '01234' });
    expect(await bench.ingest.attributesOf('2')).toEqual({
      a: '2.5',
      b: false,
      c: 'n/a',
      zip: '99999',
    });
  });

  it('refuses a cell that is not of the type it was told, and keeps the row', async () => {
    const file = bench.write('told.csv', 'id,n,b\nt1,5,yes\nt2,five,true\n');
    const types = new Map([
      ['n', 'number'],
      ['b', 'boolean'],
    ] as const);
    const { result, rejected } = await bench.load(csv(file, { types }));
    expect(result).toMatchObject({ accepted: 2, rejected: 0 });
    expect(rejected).toEqual([
      { row: 1, column: 'b', value: 'yes', reason: 'The cell is not a boolean.' },
      { row: 2, column: 'n', value: 'five', reason: 'The cell is not a number.' },
    ]);
    expect(await bench.ingest.attributesOf('t2')).toEqual({ b: true });
  });

  it('fills native fields by option and by name', async () => {
    const file = bench.write('native.csv', 'id,Mail,name,language\nn1,a@x.org,007,de\n');
    await bench.load(csv(file, { email: 'Mail' }));
    const document = await bench.ingest.find('n1');
    expect(document?.email?.value).toBe('a@x.org');
    expect(document?.name).toEqual({ value: '007', source: 'CSV: native.csv', at: noon });
    expect(document?.language?.value).toBe('de');
    expect(await bench.ingest.attributesOf('n1')).toEqual({
      email: 'a@x.org',
      name: '007',
      language: 'de',
    });
  });

  it('applies rows of one user in order', async () => {
    const rows = Array.from({ length: 3500 }, (_, index) => `same,${index}`);
    const file = bench.write('same.csv', `id,n\n${rows.join('\n')}\n`);
    await bench.load(csv(file));
    expect(await bench.ingest.attributesOf('same')).toEqual({ n: 3499 });
  });

  it('takes a byte order mark, UTF-16, Windows line ends, semicolons, and hostile columns', async () => {
    const text = '\ufeffid;__proto__;a.b;"q""`";constructor\r\nw1;é;😀;1,5;x\r\n';
    const expected = JSON.parse('{"__proto__":"é","a.b":"😀","q\\"`":"1,5","constructor":"x"}');
    await bench.load(csv(bench.write('utf8.csv', text)));
    expect(await bench.ingest.attributesOf('w1')).toEqual(expected);
    const utf16 = new Uint8Array(Buffer.from(text.replace('w1', 'w2'), 'utf16le'));
    await bench.load(csv(bench.write('utf16.csv', utf16)));
    expect(await bench.ingest.attributesOf('w2')).toEqual(expected);
  });

  it('with a header alone has no rows', async () => {
    const { result } = await bench.load(csv(bench.write('header.csv', 'id,plan\n')));
    expect(result).toMatchObject({ rows: 0, accepted: 0, rejected: 0 });
  });

  it('of events reports a time that is none', async () => {
    const file = bench.write(
      'events.csv',
      'id,when,n\ne1,20260230,1\ne1,2026-03-01T10:00,2\ne1,,3\ne1,soon,4\n',
    );
    const { result, rejected } = await bench.load({
      file,
      source: 'events',
      id: 'id',
      event: 'visit',
      timestamp: 'when',
    });
    expect(result).toMatchObject({ rows: 4, accepted: 1, rejected: 3 });
    expect(rejected.map(({ row, column, value }) => [row, column, value]).sort()).toEqual([
      [1, 'when', '20260230'],
      [3, 'when', ''],
      [4, 'when', 'soon'],
    ]);
    expect(await bench.ingest.eventsOf('e1')).toEqual(['visit']);
  });

  const refused: [string, string, Partial<LoadOptions>, string][] = [
    [
      'no id',
      'a,b\n1,2\n',
      { id: undefined },
      'Say with --id which column holds the user id. The columns are: "a", "b".',
    ],
    [
      'an id that is no column',
      'a,b\n1,2\n',
      {},
      '--id: there is no column "id". The columns are: "a", "b".',
    ],
    [
      'a column to skip that is none',
      'id,b\n1,2\n',
      { skip: ['c'] },
      '--skip: there is no column "c"',
    ],
    [
      'a type of a column that is none',
      'id,b\n1,2\n',
      { types: new Map([['c', 'string']]) },
      '--type: there is no column "c"',
    ],
    [
      'an email column that is none',
      'id,b\n1,2\n',
      { email: 'c' },
      '--email: there is no column "c"',
    ],
    ['two columns of one name', 'id,b,b\n1,2,3\n', {}, 'Two columns are called "b"'],
    [
      'two columns for one field',
      'id,email,mail\n1,2,3\n',
      { email: 'mail' },
      'Both columns "email" and "mail" would fill "email"',
    ],
    ['a long column name', `id,${'k'.repeat(201)}\n1,2\n`, {}, 'longer than 200 characters'],
    [
      'more columns than a user has attributes',
      `id,${Array.from({ length: 1001 }, (_, i) => `k${i}`).join(',')}\n`,
      {},
      '1001 columns',
    ],
    ['a delimiter that is none', 'id,b\n1,2\n', { delimiter: ',,' }, 'is not one character'],
    ['an empty file', '', {}, 'is empty'],
    ['blank lines only', '\n\n', {}, 'has no header'],
    ['events without a name', 'id,t\n1,2\n', { source: 'events', timestamp: 't' }, '--event'],
    [
      'events without a time',
      'id,t\n1,2\n',
      { source: 'events', event: 'e' },
      'Say with --timestamp',
    ],
    [
      'an event name for users',
      'id,t\n1,2\n',
      { event: 'e' },
      '--event and --timestamp are for --source events',
    ],
    [
      'a native field of events',
      'id,t,m\n1,2,3\n',
      { source: 'events', event: 'e', timestamp: 't', email: 'm' },
      '--email is for --source csv',
    ],
    [
      'types for ndjson',
      '{}\n',
      { source: 'ndjson', types: new Map([['a', 'string']]) },
      '--type is for tables',
    ],
  ];
  it.each(refused)(
    'is refused with %s, before anything is stored',
    async (_, text, more, message) => {
      const head = await bench.ingest.store.headPosition();
      const file = bench.write('refused.csv', text);
      await expect(bench.load(csv(file, more))).rejects.toThrow(message);
      expect(await bench.ingest.store.headPosition()).toBe(head);
    },
  );

  it.each([
    [
      'bytes that are no text',
      new Uint8Array([0x69, 0x64, 0x0a, 0xff, 0xfe, 0x0a]),
      'is not utf-8 text',
    ],
    ['a workbook', new Uint8Array([0x50, 0x4b, 3, 4, 0]), 'save it as CSV'],
  ])('is refused when it is %s', async (_, content, message) => {
    await expect(bench.load(csv(bench.write('binary.csv', content)))).rejects.toThrow(message);
  });

  it('is refused when it is not there, or a folder', async () => {
    await expect(bench.load(csv(join(bench.dataDir, 'none.csv')))).rejects.toThrow(
      'cannot be read',
    );
    await expect(bench.load(csv(bench.dataDir))).rejects.toThrow('is not a file');
  });
});

describe('ndjson', () => {
  it('takes an item a line and reports bad lines', async () => {
    const file = bench.write(
      'items.ndjson',
      [
        '{"type":"track","anonymousId":"nd-anon","event":"view","timestamp":"2026-03-01"}',
        '{"type":"identify","userId":"nd1","anonymousId":"nd-anon","traits":{"__proto__":"x","n":1e999}}',
        '',
        '{"type":"identify"',
        '[1]',
        '{"type":"page"}',
        `{"type":"identify","userId":"nd2","traits":{"deep":${'['.repeat(5000)}${']'.repeat(5000)}}}`,
        '{"type":"identify","userId":"nd3","messageId":"own"}',
        '{"type":"identify","userId":"nd4","messageId":"own"}',
      ].join('\r\n'),
    );
    const options: LoadOptions = { file, source: 'ndjson' };
    const { result, rejected } = await bench.load(options);
    expect(result).toEqual({ rows: 8, accepted: 4, rejected: 4, duplicates: 1, resumedAfter: 0 });
    expect(rejected.map(({ row, column }) => [row, column]).sort()).toEqual([
      [2, 'traits.n'],
      [4, ''],
      [5, ''],
      [6, 'type'],
      [7, ''],
    ]);
    expect(await bench.ingest.eventsOf('nd1')).toEqual(['view']);
    expect(await bench.ingest.attributesOf('nd1')).toEqual(JSON.parse('{"__proto__":"x"}'));
    expect((await bench.ingest.find('nd1'))?.attributes.get('__proto__')?.source).toBe(
      'NDJSON: items.ndjson',
    );
    expect(await bench.ingest.find('nd4')).toBeUndefined();
    expect((await bench.load(options)).result).toMatchObject({ accepted: 4, duplicates: 4 });
  });
});
