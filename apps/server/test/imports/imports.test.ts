import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImportBody, SegmentBody } from '@muster/protocol';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keys, openTestHouse, type TestHouse } from '../http/test-house.ts';
import { callImports, type ImportCalls } from './import-calls.ts';

// From the upload to the undoing, on a real store and a real index.

let house: TestHouse;
let calls: ImportCalls;

beforeAll(async () => {
  house = await openTestHouse();
  calls = callImports(house);
});

afterAll(() => house.close());

/** Ids that no other test has. */
let family = 0;
const nextIds = () => {
  family += 1;
  return [`a${family}`, `b${family}`, `c${family}`] as const;
};

test('an upload says what the file looks like', async () => {
  const { status, body } = await calls.upload(
    'customer id;Full Name;plan;seats;active;since;tags;plan\n' +
      '1;Ada;Pro;3;true;2026-01-02;["a"];x\n2;\'Bo\';Free;;false;2025-12-31;[];y\n',
    '../dir/Q1%20list.csv',
  );
  expect(status).toBe(201);
  expect(body).toMatchObject({
    status: 'draft',
    name: 'Q1 list.csv',
    fileName: 'Q1 list.csv',
    createdBy: expect.stringContaining('API key'),
    progress: { rows: 0, ofRows: 2 },
    detected: { encoding: 'utf-8', delimiter: ';', quote: '"' },
    identifier: { column: 0, matches: 'id' },
    isUndoable: false,
    segmentId: null,
  });
  expect(body.columns.map(({ name, kind, filled }) => [name, kind, filled])).toEqual([
    ['customer id', 'number', 2],
    ['Full Name', 'string', 2],
    ['plan', 'string', 2],
    ['seats', 'number', 1],
    ['active', 'boolean', 2],
    ['since', 'date', 2],
    ['tags', 'list', 2],
    ['plan (2)', 'string', 2],
  ]);
  expect(body.columns[3]?.samples).toEqual(['3']);
  expect(body.mapping.map(({ to }) => to)).toEqual([
    { type: 'skip' },
    { type: 'native', field: 'name' },
    { type: 'attribute', key: 'plan', kind: 'string' },
    { type: 'attribute', key: 'seats', kind: 'number' },
    { type: 'attribute', key: 'active', kind: 'boolean' },
    { type: 'attribute', key: 'since', kind: 'date' },
    { type: 'attribute', key: 'tags', kind: 'list' },
    { type: 'skip' },
  ]);
  expect(body.warnings).toEqual([expect.stringContaining('"plan"')]);
});

test('rows become users with typed values, and Source says from where', async () => {
  const [ada, bo] = nextIds();
  const file = `id,name,email,plan,seats,active,cities\n${ada},Ada,ada@example.com,Pro,3,true,"[""Rome"",""Oslo""]"\n${bo},Bo,,Free,,false,\n`;
  const done = await calls.import(file, { name: 'Spring list' });
  expect(done).toMatchObject({
    status: 'done',
    progress: { rows: 2, ofRows: 2 },
    counts: { created: 2, updated: 0, unchanged: 0, skipped: 0, refused: 0 },
    issues: [],
    failure: null,
    isUndoable: true,
  });
  const user = await calls.user(ada);
  expect(user).toMatchObject({ id: ada, name: 'Ada', email: 'ada@example.com' });
  const stamp = { source: 'CSV: people.csv', updatedAt: done.startedAt };
  expect(user?.attributes).toEqual({
    plan: { value: 'Pro', ...stamp },
    seats: { value: 3, ...stamp },
    active: { value: true, ...stamp },
    cities: { value: ['Rome', 'Oslo'], ...stamp },
  });
  expect((await calls.user(bo))?.attributes).not.toHaveProperty('seats');
  const audit = await house.store.read((tx) => tx.audit(1, 10));
  const actions = audit.filter(({ subject }) => subject === done.id).map(({ action }) => action);
  expect(actions).toEqual(['import.done', 'import.started', 'import.uploaded']);
});

test('who was in it is known to conditions, the catalog and formulas', async () => {
  const [ada, bo] = nextIds();
  await house.send({ type: 'identify', userId: bo, traits: { plan: 'Free' } });
  const segment = { name: 'Of the list' };
  const done = await calls.import(`id,plan\n${ada},Pro\n`, {
    name: 'Autumn list',
    options: { segment },
  });
  const isIn = { type: 'import', importId: done.id };
  expect(await calls.count(isIn)).toBe(1);
  expect(await calls.count({ ...isIn, not: true })).toBeGreaterThanOrEqual(1);
  const path = house.at(`/segments/${done.segmentId}`);
  const { body } = await house.call<SegmentBody>('GET', path);
  expect(body).toMatchObject({
    name: 'Of the list',
    audience: 1,
    formula: 'Imported in Autumn list',
    problems: [],
  });
  const { body: catalog } = await house.call<{ imports: unknown[] }>('GET', house.at('/catalog'));
  expect(catalog.imports).toContainEqual({ id: done.id, name: 'Autumn list' });
  // The same by the store alone.
  const of = await house.call<unknown[]>('GET', house.at(`/users/${ada}/segments`));
  expect(of.body).toContainEqual(expect.objectContaining({ id: done.segmentId, member: true }));
  const other = await house.call<unknown[]>('GET', house.at(`/users/${bo}/segments`));
  expect(other.body).toContainEqual(expect.objectContaining({ id: done.segmentId, member: false }));
});

test('a draft cannot be named by conditions', async () => {
  const { body } = await calls.upload('id,plan\n1,Pro\n');
  const conditions = {
    type: 'group',
    match: 'all',
    children: [{ type: 'import', importId: body.id }],
  };
  const reply = await house.call('POST', house.at('/segments'), {
    body: { name: 'Of a draft', conditions },
  });
  expect(reply.status).toBe(422);
  const { body: catalog } = await house.call<{ imports: { id: string }[] }>(
    'GET',
    house.at('/catalog'),
  );
  expect(catalog.imports.map(({ id }) => id)).not.toContain(body.id);
});

describe('options', () => {
  test.each([
    [{ createUsers: false }, { created: 0, updated: 1, skipped: 1 }],
    [{ updateUsers: false }, { created: 1, updated: 0, skipped: 1 }],
  ])('%j', async (options, counts) => {
    const [known, fresh] = nextIds();
    await house.send({ type: 'identify', userId: known, traits: { plan: 'Old' } });
    const done = await calls.import(`id,plan\n${known},New\n${fresh},New\n`, { options });
    expect(done.counts).toMatchObject(counts);
    expect((await calls.user(known))?.attributes.plan?.value).toBe(counts.updated ? 'New' : 'Old');
    expect((await calls.user(fresh)) !== undefined).toBe(counts.created === 1);
    expect(await calls.count({ type: 'import', importId: done.id })).toBe(1);
  });

  test('neither of the two is refused', async () => {
    const { body } = await calls.upload('id,plan\n1,Pro\n');
    await calls.change(body.id, { options: { createUsers: false, updateUsers: false } });
    const { status, body: problem } = await calls.post(body.id, 'run');
    expect([status, problem.code, problem.errors[0]?.path]).toEqual([
      422,
      'invalid_import',
      'options',
    ]);
  });

  test.each(['keep', 'clear'] as const)('blank cells %s what is there', async (blanks) => {
    const [ada, bo] = nextIds();
    await house.send({ type: 'identify', userId: ada, traits: { plan: 'Pro', name: 'Ada' } });
    const file = `id,plan,name,seats\n${ada},,,\n${bo},,,\n`;
    const done = await calls.import(file, { options: { blanks } });
    const user = await calls.user(ada);
    const isKept = blanks === 'keep';
    expect(user?.attributes.plan?.value).toBe(isKept ? 'Pro' : undefined);
    expect(user?.name).toBe(isKept ? 'Ada' : null);
    expect(done.counts).toMatchObject({
      created: 1,
      updated: isKept ? 0 : 1,
      unchanged: isKept ? 1 : 0,
    });
    const [stored] = await house.store.read(async (tx) => {
      const numbers = await tx.findNumbers(1, [{ kind: 'user', id: bo }]);
      return tx.profiles(1, [...numbers.values()]);
    });
    // Nothing is removed of what never was.
    expect(stored?.attributes.size).toBe(0);
  });
});

test('what is the same already is unchanged, and its Source the latest', async () => {
  const [ada] = nextIds();
  await house.send({ type: 'identify', userId: ada, traits: { plan: 'Pro', cities: ['Rome'] } });
  const done = await calls.import(`id,plan,cities\n${ada},Pro,"[""Rome""]"\n`);
  expect(done.counts).toMatchObject({ created: 0, updated: 0, unchanged: 1 });
  expect((await calls.user(ada))?.attributes.plan?.source).toBe('CSV: people.csv');
  expect(await calls.count({ type: 'import', importId: done.id })).toBe(1);
});

describe('found by email', () => {
  const byEmail = { identifier: { column: 0, matches: 'email' } } as const;

  test('in whatever capitals; who is new gets it as User ID', async () => {
    const [ada] = nextIds();
    const address = `${ada}@example.com`;
    await house.send({ type: 'identify', userId: ada, traits: { email: address } });
    const file = `email,plan\n${address.toUpperCase()},Pro\nNew-${address},Free\nnew-${address},Late\nnobody,x\n`;
    const done = await calls.import(file, byEmail);
    expect(done.counts).toEqual({ created: 1, updated: 2, unchanged: 0, skipped: 0, refused: 1 });
    expect((await calls.user(ada))?.attributes.plan?.value).toBe('Pro');
    // Its own spelling stays.
    expect((await calls.user(ada))?.email).toBe(address);
    const fresh = await calls.user(`new-${address}`);
    expect(fresh).toMatchObject({ email: `New-${address}` });
    expect(fresh?.attributes.plan?.value).toBe('Late');
    expect(done.issues).toMatchObject([
      { row: 3, column: 'email', scope: 'note' },
      { row: 4, column: 'email', value: 'nobody', scope: 'row' },
    ]);
  });

  test('an address that several have is refused', async () => {
    const [ada, bo] = nextIds();
    const email = `${ada}@example.com`;
    await house.send({ type: 'identify', userId: ada, traits: { email } });
    await house.send({ type: 'identify', userId: bo, traits: { email } });
    const done = await calls.import(`email,plan\n${email},Pro\n`, byEmail);
    expect(done.counts).toMatchObject({ created: 0, updated: 0, refused: 1 });
    expect(done.issues[0]?.reason).toContain('Several users have this email');
    expect((await calls.user(ada))?.attributes).not.toHaveProperty('plan');
  });
});

describe('validating', () => {
  test('says what would come of it, row by row, and changes nothing', async () => {
    const [ada, bo, cy] = nextIds();
    await house.send({ type: 'identify', userId: ada, traits: { plan: 'Free' } });
    const file = `id,seats,note\n${ada},3,=1+1\n${bo},many,\n,4,\n${cy},5\n${bo},6,\n`;
    const { body } = await calls.upload(file);
    await calls.change(body.id, {
      mapping: [{ column: 1, to: { type: 'attribute', key: 'seats', kind: 'number' } }],
    });
    const head = await house.store.headPosition();
    const { validation } = await calls.validate(body.id);
    expect(validation).toMatchObject({
      state: 'done',
      rows: 5,
      ofRows: 5,
      creates: 1,
      updates: 2,
      skips: 0,
      refused: 2,
    });
    const issues = [
      {
        row: 2,
        column: 'seats',
        value: 'many',
        scope: 'cell',
        reason: 'The cell is not a number.',
      },
      { row: 3, column: 'id', value: '', scope: 'row', reason: 'The User ID is blank.' },
      { row: 4, column: '', scope: 'row', reason: 'The row has 2 cells and the header 3.' },
      { row: 5, column: 'id', value: bo, scope: 'note' },
    ];
    expect(validation?.issues).toMatchObject(issues);
    expect(validation?.reasons).toHaveLength(4);
    expect(await house.store.headPosition()).toBe(head);
    expect(await calls.report(body.id)).toEqual([
      'row,column,value,reason',
      '2,seats,many,The cell is not a number.',
      '3,id,,The User ID is blank.',
      '4,,,The row has 2 cells and the header 3.',
      `5,id,${bo},"Row 2 is about this user, too: rows are applied in their order."`,
    ]);
    // The run comes to the same.
    await calls.post(body.id, 'run');
    const done = await calls.settle(body.id);
    expect(done.counts).toEqual({ created: 1, updated: 2, unchanged: 0, skipped: 0, refused: 2 });
    expect(done.issues.map(({ row, column, scope }) => [row, column, scope])).toEqual(
      issues.map(({ row, column, scope }) => [row, column, scope]),
    );
    expect((await calls.report(body.id)).slice(0, 4)).toEqual([
      'row,column,value,reason',
      '2,seats,many,The cell is not a number.',
      '3,id,,The User ID is blank.',
      '4,,,The row has 2 cells and the header 3.',
    ]);
    expect((await calls.user(ada))?.attributes.note?.value).toBe('=1+1');
  });

  test('is forgotten when the settings change, and its report with it', async () => {
    const { body } = await calls.upload('id,plan\n1,Pro\n');
    await calls.validate(body.id);
    expect(
      (await calls.change(body.id, { options: { blanks: 'clear' } })).body.validation,
    ).toBeNull();
    const { status, body: problem } = await house.call('GET', calls.at(body.id, '/report.csv'));
    expect([status, problem.code]).toEqual([409, 'import_not_validated']);
  });
});

describe('settings', () => {
  test('another format reads the file anew', async () => {
    const { body } = await calls.upload("id,a|b\n1,x|'y;z'\n");
    expect(body.columns.map(({ name }) => name)).toEqual(['id', 'a|b']);
    const preview = await house.call('GET', calls.at(body.id, '/preview?delimiter=%7C'));
    expect(preview.body).toEqual({
      columns: ['id,a', 'b'],
      rows: [['1,x', "'y;z'"]],
      problems: [],
    });
    const changed = await calls.change(body.id, { format: { delimiter: '|', quote: "'" } });
    expect(changed.body.columns.map(({ name, samples }) => [name, samples])).toEqual([
      ['id,a', ['1,x']],
      ['b', ['y;z']],
    ]);
    expect(changed.body).toMatchObject({ detected: { delimiter: ',' }, identifier: null });
  });

  test.each([
    [{ identifier: { column: 9, matches: 'id' } }, 'identifier.column'],
    [{ mapping: [{ column: 7, to: { type: 'skip' } }] }, 'mapping[0].column'],
  ])('%j is refused at its place', async (change, path) => {
    const { body } = await calls.upload('id,plan\n1,Pro\n');
    const reply = await calls.change(body.id, change as never);
    expect([reply.status, reply.body.errors[0]?.path]).toEqual([422, path]);
  });

  test('two columns cannot fill one place', async () => {
    const { body } = await calls.upload('id,a,b\n1,x,y\n');
    const to = { type: 'attribute', key: 'plan', kind: 'string' } as const;
    await calls.change(body.id, { mapping: [1, 2].map((column) => ({ column, to })) });
    const { status, body: problem } = await calls.post(body.id, 'run');
    expect([status, problem.errors]).toMatchObject([422, [{ path: 'mapping[2].to' }]]);
    expect((await calls.get(body.id)).status).toBe('draft');
  });
});

describe('what is not there or not so', () => {
  test('an unknown import is a 404, and one of another project, too', async () => {
    const { body } = await calls.upload('id,plan\n1,Pro\n');
    expect((await house.call('GET', house.at('/imports/nothing'))).status).toBe(404);
    const path = `/api/projects/other/imports/${body.id}`;
    expect((await house.call('GET', path, { key: keys.foreign })).status).toBe(404);
  });

  test('a draft is deleted with its file; what has run is not', async () => {
    const { body } = await calls.upload('id,plan\n1,Pro\n');
    const files = () => readdir(join(house.folder, 'uploads'));
    expect(await files()).toContain(`${body.id}.csv`);
    expect((await house.call('DELETE', calls.at(body.id))).status).toBe(204);
    expect(await files()).not.toContain(`${body.id}.csv`);
    const done = await calls.import('id,plan\nkeep-me,Pro\n');
    await expect.poll(files).not.toContain(`${done.id}.csv`);
    const { status, body: problem } = await house.call('DELETE', calls.at(done.id));
    expect([status, problem.code]).toEqual([409, 'import_not_draft']);
    expect((await calls.post(done.id, 'run')).status).toBe(409);
    expect((await calls.post(done.id, 'cancel')).body.code).toBe('import_not_running');
  });

  test('the list has all, newest first, and the limit', async () => {
    const { body } = await house.call<{ imports: ImportBody[]; maxFileBytes: number }>(
      'GET',
      house.at('/imports'),
    );
    const times = body.imports.map(({ startedAt }) => startedAt).filter((at) => at !== null);
    expect(times).toEqual([...times].sort().reverse());
    expect(body.maxFileBytes).toBe(50 * 1024 * 1024);
  });

  test('a file imported before is recognised', async () => {
    const file = 'id,plan\nagain,Pro\n';
    const done = await calls.import(file);
    const { body } = await calls.upload(file, 'renamed.csv');
    expect(body.sameAs).toMatchObject({ id: done.id });
  });
});
