import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestHouse, type TestHouse } from '../http/test-house.ts';
import { callImports, type ImportCalls } from './import-calls.ts';

// Files as they really come. What is bad is told with its row and reason; what is good is taken.

let house: TestHouse;
let calls: ImportCalls;

beforeAll(async () => {
  house = await openTestHouse();
  calls = callImports(house);
});

afterAll(() => house.close());

const bytes = (...parts: (string | Buffer)[]) =>
  new Uint8Array(Buffer.concat(parts.map((part) => Buffer.from(part))));

describe('refused as a whole, and nothing of them is kept', () => {
  test.each([
    ['nothing', bytes(), 'file_empty'],
    ['blank lines', bytes('\n \n\n'), 'file_empty'],
    ['a header only', bytes('id,plan\n'), 'file_has_no_rows'],
    ['a zip', bytes(Buffer.from('PK\x03\x04rest', 'latin1')), 'file_not_csv'],
    ['an old workbook', bytes(Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0, 0])), 'file_not_csv'],
    ['gzip', bytes(gzipSync('id,plan\n1,Pro\n')), 'file_not_csv'],
    [
      'a picture',
      bytes(Buffer.from([0x89, 0x50, 0x4e, 0x47, ...Array(400).fill(0)])),
      'file_not_csv',
    ],
    ['a line without an end', bytes('id,plan\n', 'x'.repeat(3_000_000)), 'file_not_csv'],
    ['columns without end', bytes(`${'a,'.repeat(3000)}b\n1\n`), 'file_too_wide'],
  ])('%s', async (_, content, code) => {
    const before = await house.store.read((tx) => tx.imports(1));
    const { status, body } = await calls.upload(content, 'people.xlsx');
    expect([status, body.code]).toEqual([422, code]);
    expect(body.detail).not.toContain(house.folder);
    if (code === 'file_not_csv' && status === 422) expect(body.detail).toMatch(/CSV/);
    expect(await house.store.read((tx) => tx.imports(1))).toEqual(before);
  });

  test('more than the limit', async () => {
    const content = bytes('id,plan\n', Buffer.alloc(50 * 1024 * 1024, '1,Pro\n'));
    const { status, body } = await calls.upload(content);
    expect([status, body.code]).toEqual([413, 'file_too_large']);
  });

  test('a body that breaks off', async () => {
    const before = await house.store.read((tx) => tx.imports(1));
    const broken = new ReadableStream<Uint8Array>({
      pull(controller) {
        controller.enqueue(bytes('id,plan\n1,Pro\n'));
        controller.error(new Error('gone'));
      },
    });
    const request = new Request(`http://localhost${house.at('/imports')}?fileName=a.csv`, {
      method: 'POST',
      headers: { 'x-api-key': 'mk_test_write_0123456789abcdef' },
      body: broken,
      duplex: 'half',
    } as RequestInit);
    expect((await house.app.request(request)).status).toBeGreaterThanOrEqual(400);
    expect(await house.store.read((tx) => tx.imports(1))).toEqual(before);
  });
});

test('without an identifier nothing runs, and the reason is told', async () => {
  const { body } = await calls.upload('plan,city\nPro,Rome\n');
  expect(body.identifier).toBeNull();
  for (const action of ['validate', 'run'] as const) {
    const { status, body: problem } = await calls.post(body.id, action);
    expect([status, problem.errors]).toMatchObject([422, [{ path: 'identifier' }]]);
  }
});

test('headers of one name are told apart, and only the first is taken', async () => {
  const done = await calls.import('id,plan,plan,,\ndup,Pro,Free,x,y\n');
  expect(done.columns.map(({ name }) => name)).toEqual([
    'id',
    'plan',
    'plan (2)',
    'column 4',
    'column 5',
  ]);
  expect((await calls.user('dup'))?.attributes).toMatchObject({
    plan: { value: 'Pro' },
    'column 4': { value: 'x' },
  });
});

test('rows of one id are applied in their order, each with a note', async () => {
  const done = await calls.import('id,plan,city\nd1,A,Rome\nd1,B,\nd2,C,\nd1,,Oslo\n');
  expect(done.counts).toEqual({ created: 2, updated: 2, unchanged: 0, skipped: 0, refused: 0 });
  expect(done.issues.map(({ row, scope }) => [row, scope])).toEqual([
    [2, 'note'],
    [4, 'note'],
  ]);
  expect((await calls.user('d1'))?.attributes).toMatchObject({
    plan: { value: 'B' },
    city: { value: 'Oslo' },
  });
});

test('ragged rows and unclosed quotes are refused one by one', async () => {
  const file = [
    'id,plan,city',
    'r1,Pro,Rome',
    'r2,Pro',
    'r3,Pro,Rome,x',
    'r4,"P"ro,x',
    'r5,"P, ""q""\nR",Oslo',
    'r6,"Pro,Rome',
    'r7,Pro,Rome',
  ].join('\n');
  const done = await calls.import(file);
  expect(done.warnings).toHaveLength(3);
  expect(done.counts).toMatchObject({ created: 3, refused: 4 });
  expect(done.issues.map(({ row, reason }) => [row, reason])).toEqual([
    [2, 'The row has 2 cells and the header 3.'],
    [3, 'The row has 4 cells and the header 3.'],
    [4, 'A quoted cell goes on after its closing quote.'],
    [6, 'A quote is opened and never closed.'],
  ]);
  expect((await calls.user('r5'))?.attributes.plan?.value).toBe('P, "q"\nR');
});

test('NULs, characters without a meaning, and ids that no address can name', async () => {
  const long = 'x'.repeat(701);
  const file = `id,plan,note\nn1,a\0b,ok\nn\0,x,y\n..,x,y\n${'i'.repeat(513)},x,y\nn2,ok,${long}\n`;
  const done = await calls.import(file);
  expect(done.counts).toMatchObject({ created: 2, refused: 3 });
  expect(done.issues.map(({ row, column, scope }) => [row, column, scope])).toEqual([
    [1, 'plan', 'cell'],
    [2, 'id', 'row'],
    [3, 'id', 'row'],
    [4, 'id', 'row'],
    [5, 'note', 'cell'],
  ]);
  expect((await calls.user('n1'))?.attributes).toMatchObject({ note: { value: 'ok' } });
  expect((await calls.user('n2'))?.attributes).toMatchObject({ plan: { value: 'ok' } });
});

describe('encodings', () => {
  const text = 'id,stadt\nENC,Köln 日本\n';

  test.each([
    ['utf-8', 'utf-8', (id: string) => bytes(text.replace('ENC', id))],
    ['utf-8 with a mark', 'utf-8', (id: string) => bytes(`\uFEFF${text.replace('ENC', id)}`)],
    [
      'utf-16le with a mark',
      'utf-16le',
      (id: string) => bytes(Buffer.from(`\uFEFF${text.replace('ENC', id)}`, 'utf16le')),
    ],
    [
      'utf-16le without one',
      'utf-16le',
      (id: string) => bytes(Buffer.from(text.replace('ENC', id), 'utf16le')),
    ],
    [
      'utf-16be with a mark',
      'utf-16be',
      (id: string) => bytes(Buffer.from(`\uFEFF${text.replace('ENC', id)}`, 'utf16le').swap16()),
    ],
  ])('%s', async (name, encoding, encode) => {
    const id = name.replaceAll(' ', '-');
    const done = await calls.import(encode(id));
    expect(done.detected.encoding).toBe(encoding);
    expect(done.columns.map((column) => column.name)).toEqual(['id', 'stadt']);
    expect((await calls.user(id))?.attributes.stadt?.value).toBe('Köln 日本');
  });

  test('latin-1, with the euro sign of Windows', async () => {
    const done = await calls.import(
      bytes('id,city,price\nlatin,K', Buffer.from([0xf6]), 'ln,', Buffer.from([0x80]), '5\n'),
    );
    expect(done.detected.encoding).toBe('windows-1252');
    expect((await calls.user('latin'))?.attributes).toMatchObject({
      city: { value: 'Köln' },
      price: { value: '€5' },
    });
  });

  test('read as another encoding, what cannot be read is refused cell by cell', async () => {
    const file = bytes('id,city\nw1,K', Buffer.from([0xf6]), 'ln\nw2,Rome\n');
    const done = await calls.import(file, { format: { encoding: 'utf-8' } });
    expect(done.counts).toMatchObject({ created: 2, refused: 0 });
    expect(done.issues).toMatchObject([{ row: 1, column: 'city', value: 'K\uFFFDln' }]);
    expect((await calls.user('w1'))?.attributes).toEqual({});
  });

  test('50 MB with one bad byte: that cell is refused, and its row named', async () => {
    const rows = 480_000;
    const line = (row: number) => `bad${row},Zürich ${'x'.repeat(87)}\n`;
    const lines = Array.from({ length: rows }, (_, index) => line(index + 1));
    const content = Buffer.from(`id,city\n${lines.join('')}`);
    expect(content.byteLength).toBeGreaterThan(48 * 1024 * 1024);
    const place = content.indexOf('bad400000,') + 'bad400000,Z'.length;
    content[place] = 0xff;
    const { status, body } = await calls.upload(new Uint8Array(content));
    expect([status, body.detected?.encoding, body.progress?.ofRows]).toEqual([201, 'utf-8', rows]);
    const { validation } = await calls.validate(body.id);
    expect(validation).toMatchObject({ rows, refused: 0, creates: rows });
    expect(validation?.issues).toMatchObject([{ row: 400_000, column: 'city', scope: 'cell' }]);
  });
});

test.each([
  ['mixed', 'id,plan\r\nm1,A\nm2,B\rm3,C\r\n'],
  ['carriage returns', 'id,plan\rm1,A\rm2,B\rm3,C'],
])('line ends: %s', async (_, file) => {
  expect((await calls.import(file)).progress).toEqual({ rows: 3, ofRows: 3 });
  expect((await calls.user('m3'))?.attributes.plan?.value).toBe('C');
});

test('1,000 columns', async () => {
  const keys = Array.from({ length: 999 }, (_, index) => `k${index}`);
  const values = keys.map((_, index) => index);
  const done = await calls.import(`id,${keys}\nwide,${values}\n`);
  expect(done.counts).toMatchObject({ created: 1, refused: 0 });
  const user = await calls.user('wide');
  expect(Object.keys(user?.attributes ?? {})).toHaveLength(999);
  // One more than a user can have: the rest of the row is taken, and the cells are named.
  const again = await calls.import('id,new1,new2\nwide,a,b\n');
  expect(again.counts).toMatchObject({ updated: 1 });
  expect(again.issues).toMatchObject([{ row: 1, column: 'new2', scope: 'cell' }]);
});

test('formulas stay the texts that they are, and are harmless in reports', async () => {
  const file = 'id,seats,note\nf1,=1+1,"=HYPERLINK(""http://x"",""y"")"\n@f2,2,+1\n';
  const { body } = await calls.upload(file);
  await calls.change(body.id, {
    mapping: [{ column: 1, to: { type: 'attribute', key: 'seats', kind: 'number' } }],
  });
  await calls.post(body.id, 'run');
  const done = await calls.settle(body.id);
  expect(done.counts).toMatchObject({ created: 2, refused: 0 });
  expect((await calls.user('f1'))?.attributes.note?.value).toBe('=HYPERLINK("http://x","y")');
  expect((await calls.user('@f2'))?.attributes.note?.value).toBe('+1');
  expect(await calls.report(body.id)).toContain("1,seats,'=1+1,The cell is not a number.");
});
