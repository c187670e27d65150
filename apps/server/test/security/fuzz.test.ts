import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type CallOptions,
  keys,
  openTestHouse,
  projectId,
  type TestHouse,
} from '../http/test-house.ts';
import {
  change,
  createValuesOf,
  type FuzzedRequest,
  listWays,
  requestsTo,
} from './arbitrary-request.ts';
import { type Ground, openGround } from './ground.ts';
import { hostileBodies, hostileTexts } from './hostile-values.ts';
import type { Operation, ReadDocument } from './operations.ts';
import { readDocument } from './operations.ts';
import { createValidCalls, packForm, type ValidCall } from './valid-calls.ts';

// Every call of the document is sent what nobody should send. It may refuse it, as its document
// says; it may not fail, hang, or remember it for others.

/** Another is tried by `MUSTER_FUZZ_SEED`, more by `MUSTER_FUZZ_RUNS`; a failure says its own. */
const seed = Number(process.env.MUSTER_FUZZ_SEED ?? 20_260_329);
const runs = Number(process.env.MUSTER_FUZZ_RUNS ?? 20);

let house: TestHouse;
let ground: Ground;
let document: ReadDocument;
let validCalls: Record<string, () => Promise<ValidCall>>;

beforeAll(async () => {
  house = await openTestHouse();
  ground = await openGround(house, { projectId, number: 1, writeKey: keys.write });
  document = await readDocument(house);
  validCalls = createValidCalls(ground);
  await ground.makeUser();
});

afterAll(() => house.close());

/** What it leaves behind is looked at in the end, so what deletes comes last. */
function listOperations(): Operation[] {
  const isLast = ({ method }: Operation) => Number(method === 'DELETE');
  return document.operations.toSorted((one, other) => isLast(one) - isLast(other));
}

/** Only so many may wait, or be told, at a time. */
async function makeRoom(): Promise<void> {
  await house.exportJob.run();
  const old = await house.store.read((tx) => tx.webhooks(1));
  await house.store.write(async (tx) => {
    for (const { id } of old) await tx.deleteWebhook(1, id);
  });
}

async function makeCaller({ scope }: Operation): Promise<CallOptions> {
  if (scope === 'anyone') return { key: null };
  if (scope === 'key') return { key: keys.write };
  // Who changes herself is nobody else's admin.
  return scope === 'account' ? (await ground.makeMember()).browser : ground.admin.browser;
}

function toAddress(template: string, { path, query }: Pick<FuzzedRequest, 'path' | 'query'>) {
  const given: Record<string, string> = { projectId, ...path };
  const filled = template.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent((given[name] ?? 'x').toWellFormed()),
  );
  const search = new URLSearchParams(query).toString();
  return search === '' ? filled : `${filled}?${search}`;
}

function toForm(value: unknown): FormData {
  const form = new FormData();
  if (typeof value !== 'object' || value === null) return form;
  for (const [name, field] of Object.entries(value)) {
    const text = typeof field === 'string' ? field : (JSON.stringify(field) ?? '');
    if (name === 'file') form.append(name, new File([text], 'x.csv', { type: 'text/csv' }));
    else form.append(name.toWellFormed(), text);
  }
  return form;
}

/** The body that is sent, and what says of which kind it is. */
async function pack(
  { body }: Operation,
  value: unknown,
): Promise<Pick<ValidCall, 'headers' | 'body'>> {
  if (body === undefined || value === undefined) return {};
  if (body.type.startsWith('multipart/')) return packForm(toForm(value));
  if (typeof value === 'string' && body.type === 'text/csv') return { body: value };
  return { body: JSON.stringify(value) ?? 'null' };
}

/** Latin letters alone go into a header; the parser of HTTP lets nothing else through. */
function toHeaders(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, value.replace(/[^\x20-\x7e]/g, '')]),
  );
}

async function send(operation: Operation, request: FuzzedRequest, caller: CallOptions) {
  const { body, headers } = await pack(operation, request.body);
  const response = await house.fetchRaw(operation.method, toAddress(operation.template, request), {
    ...caller,
    headers: { ...caller.headers, ...toHeaders(request.headers), ...headers },
    ...(body !== undefined && { body }),
  });
  // What is told live has no end.
  if (response.headers.get('content-type') === 'text/event-stream') {
    await response.body?.cancel();
    return { status: response.status, text: '' };
  }
  return { status: response.status, text: await response.text() };
}

/** Where there is nothing, or by another method, whatever is documented. */
const always = [404, 405];

function check(operation: Operation, { status, text }: { status: number; text: string }): void {
  const log = status >= 500 ? house.log.at(-1)?.slice(0, 1_000) : '';
  const shown = `${operation.id} ${status} ${text.slice(0, 500)} ${log}`;
  expect([...operation.statuses, ...always], shown).toContain(status);
  expect(status, shown).toBeLessThan(500);
  if (status >= 400) expect(JSON.parse(text), shown).toMatchObject({ status, code: /./ });
}

/** The body with what no stack holds in the place of each thing in it. */
function listDeepened(body: unknown): string[] {
  if (typeof body !== 'object' || body instanceof Uint8Array) return [];
  const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
  return listWays(body).map((way) =>
    JSON.stringify(change(body, way, 'deep here')).replace('"deep here"', deep),
  );
}

function describeFailure(details: fc.RunDetails<[FuzzedRequest]>): string {
  const request = JSON.stringify(details.counterexample).slice(0, 1_000);
  return `${request} ${String(details.errorInstance).slice(0, 1_500)}`;
}

describe('Every call', () => {
  test('answers what is hardly a body, or none, by a refusal', async () => {
    for (const operation of document.operations.filter(({ body }) => body !== undefined)) {
      await makeRoom();
      const caller = await makeCaller(operation);
      const valid = (await validCalls[operation.id]?.()) ?? {};
      const bodies = [...hostileBodies, ...listDeepened(valid.body)];
      for (const body of bodies) {
        const headers = { 'content-type': 'application/json', ...caller.headers, ...valid.headers };
        const address = toAddress(operation.template, { path: {}, query: {}, ...valid });
        const options = { ...caller, headers, body };
        const response = await house.fetchRaw(operation.method, address, options);
        check(operation, { status: response.status, text: await response.text() });
      }
    }
  });

  test('answers addresses of all kinds', async () => {
    const texts = [...hostileTexts, 'x/y', '%2e%2e', '%ff', '%E0%A4%A', 'a;b', 'a?b#c'];
    for (const [turn, operation] of listOperations().entries()) {
      await makeRoom();
      const caller = await makeCaller(operation);
      const name = /\{(\w+)\}[^{]*$/.exec(operation.template)?.[1];
      if (name === undefined) continue;
      // Each call takes some of them, and all calls together all.
      for (const text of texts.filter((_, index) => index % 4 === turn % 4)) {
        const request = { path: { [name]: text }, query: {}, headers: {}, body: {} };
        check(operation, await send(operation, request, caller));
      }
    }
  });

  test(`answers what is made from its schema (seed ${seed})`, async () => {
    const valuesOf = createValuesOf(document.schemas);
    const answered = new Map<number, number>();
    const failures: string[] = [];
    for (const operation of listOperations()) {
      await makeRoom();
      const caller = await makeCaller(operation);
      const { path, ...more } = (await validCalls[operation.id]?.()) ?? {};
      const valid = { ...more, path: { projectId, ...path } };
      const property = fc.asyncProperty(requestsTo(operation, valid, valuesOf), async (request) => {
        const answer = await send(operation, request, caller);
        answered.set(answer.status, (answered.get(answer.status) ?? 0) + 1);
        check(operation, answer);
      });
      const isPlain = operation.parameters.length === 0 && operation.body === undefined;
      const details = await fc.check(property, { seed, numRuns: isPlain ? 1 : runs });
      // All calls are tried: one that fails does not hide another.
      if (details.failed) failures.push(describeFailure(details));
    }
    expect(failures).toEqual([]);
    // Not all are refused at the door.
    expect(answered.get(200) ?? 0).toBeGreaterThan(runs);
    expect(Object.getPrototypeOf({})).not.toHaveProperty('polluted');
  });

  test('has left a server that still answers', async () => {
    const userId = await ground.makeUser();
    const conditions = { type: 'group', match: 'all', children: [] };
    const path = ground.at('/audience/count');
    expect(await ground.ask<{ count: number }>('POST', path, { conditions })).toMatchObject({
      count: expect.any(Number),
    });
    expect(await ground.ask('GET', ground.at(`/users/${userId}`))).toMatchObject({ id: userId });
    expect(house.log.filter((line) => line.includes('unexpected error')).length).toBe(0);
  });
});
