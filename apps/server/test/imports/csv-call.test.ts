import { readFileSync } from 'node:fs';
import type { ImportSummaryBody } from '@muster/protocol';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keys, openTestHouse, type TestHouse } from '../http/test-house.ts';
import { callImports, type ImportCalls } from './import-calls.ts';

// `POST /api/import/csv`, as scripts of others call it.

let house: TestHouse;
let calls: ImportCalls;

beforeAll(async () => {
  house = await openTestHouse();
  calls = callImports(house);
});

afterAll(() => house.close());

interface Answer {
  importId: string;
  statusUrl: string;
  code: string;
  detail: string;
  errors: { path: string }[];
}

function form(content: string | Buffer, fields: Record<string, string>, fileName = 'crm.csv') {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  body.append('file', new File([content], fileName, { type: 'text/csv' }));
  return body;
}

const send = (body: FormData, key = keys.write) =>
  house.call<Answer>('POST', '/api/import/csv', { body, key });

test('the telco file becomes 7,043 users, counted as after a load', async () => {
  const path = new URL('../../../../examples/data/telco-customers.csv', import.meta.url);
  const reply = await send(
    form(
      readFileSync(path),
      { csvIdentifierColumn: 'customerID', createSegment: 'true', name: 'Telco' },
      'telco-customers.csv',
    ),
  );
  expect(reply.status, JSON.stringify(reply.body)).toBe(202);
  expect(reply.headers.get('location')).toBe(reply.body.statusUrl);
  await calls.settle(reply.body.importId);
  const { body } = await house.call<ImportSummaryBody>('GET', reply.body.statusUrl);
  expect(body).toMatchObject({
    status: 'done',
    counts: { created: 7043, updated: 0, unchanged: 0, skipped: 0, refused: 0 },
  });
  const text = (key: string, operator: string, value?: unknown, not = false) => ({
    ...{ type: 'attribute', source: 'custom', key, kind: 'string', operator },
    ...(value !== undefined && { value }),
    ...(not && { not }),
  });
  const number = (key: string, operator: string, value?: unknown) => ({
    ...text(key, operator, value),
    kind: 'number',
  });
  expect(await calls.count({ type: 'import', importId: reply.body.importId })).toBe(7043);
  expect(
    await calls.count(text('Contract', 'is', ['Month-to-month']), number('tenure', 'lt', 12)),
  ).toBe(1908);
  expect(await calls.count(number('TotalCharges', 'empty'))).toBe(11);
  expect(await calls.count(text('PaymentMethod', 'contains', ['automatic']))).toBe(3066);
  expect(
    await calls.count(
      text('InternetService', 'is', ['Fiber optic', 'DSL']),
      text('OnlineSecurity', 'is', ['Yes'], true),
    ),
  ).toBe(3498);
  expect(await calls.count(number('TotalCharges', 'between', [1000, 2000]))).toBe(1283);
  expect((await house.call('GET', house.at(`/segments/${body.segmentId}`))).body.audience).toBe(
    7043,
  );
});

test('fields may stand on either side of the file', async () => {
  const body = form('mail,plan\nx@example.com,Pro\n', { csvIdentifierColumn: 'mail' });
  body.append('jimoIdentifier', 'EMAIL');
  const { status, body: answer } = await send(body);
  expect(status, JSON.stringify(answer)).toBe(202);
  expect((await calls.settle(answer.importId)).counts.created).toBe(1);
  expect(await calls.user('x@example.com')).toMatchObject({ email: 'x@example.com' });
});

test('says who is added, who is updated, and whether there may be new properties', async () => {
  await house.send({ type: 'identify', userId: 'known', traits: { plan: 'Free' } });
  // The catalog is read anew.
  house.clock.now += 60_000;
  const { body } = await send(
    form('id,plan,brandnew\nknown,Pro,x\nfresh,Pro,x\n', {
      csvIdentifierColumn: 'id',
      enableAddUser: 'false',
      allowNewProperties: 'false',
    }),
  );
  expect((await calls.settle(body.importId)).counts).toMatchObject({ updated: 1, skipped: 1 });
  const attributes = (await calls.user('known'))?.attributes;
  expect(attributes?.plan?.value).toBe('Pro');
  expect(attributes).not.toHaveProperty('brandnew');
});

describe('refused, with nothing left behind', () => {
  test.each([
    ['no file', () => new FormData(), 422, 'invalid_request', 'file'],
    [
      'no column',
      () => form('id,plan\n1,Pro\n', {}),
      422,
      'invalid_request',
      'csvIdentifierColumn',
    ],
    [
      'a column that is not there',
      () => form('id,plan\n1,Pro\n', { csvIdentifierColumn: 'ID' }),
      422,
      'invalid_request',
      'csvIdentifierColumn',
    ],
    [
      'another identifier',
      () => form('id\n1\n', { csvIdentifierColumn: 'id', jimoIdentifier: 'PHONE' }),
      422,
      'invalid_request',
      'jimoIdentifier',
    ],
    [
      'no flag',
      () => form('id\n1\n', { csvIdentifierColumn: 'id', createSegment: 'perhaps' }),
      422,
      'invalid_request',
      'createSegment',
    ],
    [
      'nobody to take',
      () =>
        form('id\n1\n', {
          csvIdentifierColumn: 'id',
          enableAddUser: 'false',
          enableUpdateUser: 'false',
        }),
      422,
      'invalid_import',
      'options',
    ],
    ['an empty file', () => form('', { csvIdentifierColumn: 'id' }), 422, 'file_empty', 'file'],
    [
      'a workbook',
      () => form(Buffer.from('PK\x03\x04', 'latin1'), { csvIdentifierColumn: 'id' }, 'a.csv'),
      422,
      'file_not_csv',
      'file',
    ],
  ])('%s', async (_, make, status, code, path) => {
    const before = await house.store.read((tx) => tx.imports(1));
    const reply = await send(make());
    expect([reply.status, reply.body.code], JSON.stringify(reply.body)).toEqual([status, code]);
    expect(reply.body.errors[0]?.path).toBe(path);
    expect(await house.store.read((tx) => tx.imports(1))).toEqual(before);
  });

  test.each([
    ['a read key', keys.read, 403],
    ['an unknown key', 'nonsense', 401],
  ])('%s', async (_, key, status) => {
    const reply = await send(form('id\n1\n', { csvIdentifierColumn: 'id' }), key);
    expect(reply.status).toBe(status);
  });

  test('what is no form, or a broken one', async () => {
    const json = await house.call<Answer>('POST', '/api/import/csv', { body: { file: 'x' } });
    expect(json.status).toBe(415);
    for (const [type, body] of [
      ['multipart/form-data', 'x'],
      [
        'multipart/form-data; boundary=b',
        '--b\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\nid,pl',
      ],
    ] as const) {
      const headers = { 'content-type': type };
      const reply = await house.call<Answer>('POST', '/api/import/csv', { body, headers });
      expect([reply.status, reply.body.code]).toEqual([400, 'malformed_multipart']);
    }
  });
});
