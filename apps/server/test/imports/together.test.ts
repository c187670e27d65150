import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestHouse, type TestHouse } from '../http/test-house.ts';
import { callImports, type ImportCalls } from './import-calls.ts';

// Imports that meet: of the same users at once, one undone while another runs, one cancelled at its end.

let house: TestHouse;
let calls: ImportCalls;

beforeAll(async () => {
  house = await openTestHouse();
  calls = callImports(house);
});

afterAll(() => house.close());

const ids = (letter: string, count: number) =>
  Array.from({ length: count }, (_, i) => `${letter}${i}`);

const toFile = (users: readonly string[], plan: string, city?: string) =>
  `id,plan${city === undefined ? '' : ',city'}\n${users
    .map((id) => `${id},${plan}${city === undefined ? '' : `,${city}`}\n`)
    .join('')}`;

async function begin(content: string, name: string): Promise<string> {
  const { body } = await calls.upload(content, name);
  expect((await calls.post(body.id, 'run')).status).toBe(202);
  return body.id;
}

/** Waits until so many rows are applied; the import may have ended by then. */
async function reach(id: string, applied: number): Promise<void> {
  for (;;) {
    const { status, progress } = await calls.get(id);
    if (status !== 'running' || progress.rows >= applied) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function countByValue(
  users: readonly string[],
  key: string,
): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const id of users) {
    const value = String((await calls.user(id))?.attributes[key]?.value ?? 'none');
    counts[value] = (counts[value] ?? 0) + 1;
  }
  return counts;
}

test('two at once about the same users: the one that was started later says what holds, and each can be undone', async () => {
  const users = ids('both-', 500);
  const first = await begin(toFile(users, 'first', 'Rome'), 'first.csv');
  house.clock.now += 1_000;
  const second = await begin(toFile(users, 'second'), 'second.csv');
  const done = [await calls.settle(first), await calls.settle(second)];
  for (const { status, counts } of done) {
    expect(status).toBe('done');
    expect(counts.created + counts.updated + counts.unchanged).toBe(500);
    expect([counts.skipped, counts.refused]).toEqual([0, 0]);
  }
  // Whoever of them came first has made her.
  expect(done.reduce((sum, { counts }) => sum + counts.created, 0)).toBe(500);
  expect(await countByValue(users, 'plan')).toEqual({ second: 500 });
  await calls.undo(second);
  expect(await countByValue(users, 'plan')).toEqual({ first: 500 });
  expect(await countByValue(users, 'city')).toEqual({ Rome: 500 });
});

test('undone while another runs: what that one says stays, and is undone in its turn', async () => {
  const users = ids('undo-', 600);
  for (const userId of users.slice(0, 100)) {
    await house.send({ type: 'identify', userId, traits: { plan: 'before' } });
  }
  const known = users.slice(0, 100);
  const first = await calls.import(toFile(known, 'first', 'Rome'));
  house.clock.now += 1_000;
  const second = await begin(toFile(known, 'second'), 'second.csv');
  expect((await calls.post(first.id, 'undo')).status).toBe(202);
  expect(await calls.settle(first.id)).toMatchObject({ undo: { state: 'done' } });
  expect(await calls.settle(second)).toMatchObject({ status: 'done', counts: { updated: 100 } });
  expect(await countByValue(known, 'plan')).toEqual({ second: 100 });
  expect(await countByValue(known, 'city')).toEqual({ none: 100 });
  await calls.undo(second);
  expect(await countByValue(known, 'plan')).toEqual({ before: 100 });
});

test('cancelled at any moment, the end included: what is counted is what was applied, and it can be undone', async () => {
  for (const [turn, applied] of [0, 1, 200, 400, 450].entries()) {
    const users = ids(`cancel-${turn}-`, 450);
    const id = await begin(toFile(users, 'Pro'), `cancel-${turn}.csv`);
    await reach(id, applied);
    const { status } = await calls.post(id, 'cancel');
    const body = await calls.settle(id);
    // What has ended by then is not cancelled, and says so.
    expect([status, body.status]).toEqual(status === 409 ? [409, 'done'] : [200, 'cancelled']);
    const counts = await countByValue(users, 'plan');
    expect(counts.Pro ?? 0).toBe(body.counts.created);
    // Of what was cancelled before its first row there is nothing to undo.
    expect(body.isUndoable).toBe(body.counts.created > 0);
    if (body.isUndoable) await calls.undo(id);
    expect(await countByValue(users, 'plan')).toEqual({ none: 450 });
  }
});

test('names that programs use for themselves are names like others', async () => {
  const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'length'];
  const done = await calls.import(
    `id,${names.join(',')}\n__proto__,a,b,c,d,e\nconstructor,1,2,3,4,5\n`,
  );
  expect(done).toMatchObject({ status: 'done', counts: { created: 2, refused: 0 } });
  const attributes = (await calls.user('__proto__'))?.attributes ?? {};
  expect(
    names.map((name) => Object.getOwnPropertyDescriptor(attributes, name)?.value?.value),
  ).toEqual(['a', 'b', 'c', 'd', 'e']);
  expect(await calls.undo(done.id)).toMatchObject({ undo: { state: 'done', removed: 2 } });
  expect(Object.getPrototypeOf({})).toBe(Object.prototype);
});
