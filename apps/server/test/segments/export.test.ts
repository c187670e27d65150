import type { SegmentBody } from '@muster/protocol';
import Papa from 'papaparse';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { allOf, isOneOf, openTestHouse, type Reply, type TestHouse } from '../http/test-house.ts';

let house: TestHouse;
let segment: SegmentBody;
const total = 1_234;

beforeAll(async () => {
  house = await openTestHouse();
  const toItem = (i: number) => ({
    type: 'identify',
    userId: `user ${i}`,
    traits: { plan: i % 2 === 0 ? 'Pro' : 'Free', note: i === 0 ? '=HYPERLINK("x"),"y"\n' : 'é' },
  });
  const items = Array.from({ length: total }, (_, i) => toItem(i));
  for (let start = 0; start < total; start += 500)
    await house.send(...items.slice(start, start + 500));
  const body = { name: 'Pro', conditions: allOf(isOneOf('plan', 'Pro')) };
  segment = (await house.call<SegmentBody>('POST', house.at('/segments'), { body })).body;
});

afterAll(() => house.close());

interface Page {
  users: { id: string }[];
  nextCursor: string | null;
}

async function listAll(): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const question: Record<string, unknown> = {
      conditions: segment.conditions,
      limit: 1000,
      ...(cursor && { cursor }),
    };
    const { body }: Reply<Page> = await house.call<Page>('POST', house.at('/audience'), {
      body: question,
    });
    ids.push(...body.users.map(({ id }) => id));
    cursor = body.nextCursor;
  }
  return ids;
}

const open = (query: string) =>
  house.fetchRaw('GET', house.at(`/segments/${segment.id}/users${query}`));

test('An export is the list is the count, in every format', async () => {
  const listed = await listAll();
  expect(listed).toHaveLength(segment.audience ?? Number.NaN);
  expect(listed).toHaveLength(total / 2);

  const json = await open('');
  expect(json.headers.get('content-type')).toBe('application/json');
  expect(((await json.json()) as { id: string }[]).map(({ id }) => id)).toEqual(listed);

  const lines = await open('?format=ndjson');
  expect(lines.headers.get('content-type')).toBe('application/x-ndjson');
  const parsed = (await lines.text())
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(parsed.map(({ id }) => id)).toEqual(listed);

  const csv = await open('?format=csv&column=id&column=attributes.note');
  expect(csv.headers.get('content-disposition')).toBe(
    `attachment; filename="segment-${segment.id}.csv"`,
  );
  const bytes = new Uint8Array(await csv.arrayBuffer());
  expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  const table = Papa.parse<string[]>(new TextDecoder().decode(bytes), { skipEmptyLines: true });
  expect(table.errors).toEqual([]);
  expect(table.data[0]).toEqual(['id', 'attributes.note']);
  expect(table.data.slice(1).map(([id]) => id)).toEqual(listed);
  expect(table.data[1]?.[1]).toBe('\'=HYPERLINK("x"),"y"\n');
});

test('An export is as of the instant that is asked for, and says which', async () => {
  const response = await open('?format=ndjson&now=2020-01-01');
  expect(response.headers.get('x-muster-now')).toBe('2020-01-01T00:00:00.000Z');
  await response.body?.cancel();
});

test('An export that cannot be is refused before it begins', async () => {
  expect((await open('?format=xml')).status).toBe(422);
  expect((await open('?format=csv&column=nope')).status).toBe(422);
  expect((await open('?now=never')).status).toBe(422);
  const missing = await house.fetchRaw('GET', house.at('/segments/nope/users'));
  expect(missing.status).toBe(404);
});

test('An export that nobody reads on reads nothing more', async () => {
  const response = await open('?format=ndjson');
  const reader = response.body?.getReader();
  await reader?.read();
  await reader?.cancel();
  await house.store.write((tx) => tx.scanProfiles(1, 0, 1));
});
