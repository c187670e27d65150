import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestHouse, type TestHouse } from '../http/test-house.ts';
import { callImports, type ImportCalls } from './import-calls.ts';

// What an import replaced comes back, unless something newer was written; whom it made goes, unless
// something newer is known of her.

let house: TestHouse;
let calls: ImportCalls;

beforeAll(async () => {
  house = await openTestHouse();
  calls = callImports(house);
});

afterAll(() => house.close());

const identify = (userId: string, traits: Record<string, unknown>) =>
  house.send({ type: 'identify', userId, traits });

test('values come back with their Source, and what was added goes', async () => {
  await identify('v1', { name: 'Ada', plan: 'Free', seats: 2 });
  const before = await calls.user('v1');
  const done = await calls.import('id,name,plan,city,seats\nv1,Bea,Pro,Rome,\nv1,Cy,Max,Oslo,\n', {
    options: { blanks: 'clear' },
  });
  expect(await calls.user('v1')).toMatchObject({ name: 'Cy' });
  expect((await calls.user('v1'))?.attributes).not.toHaveProperty('seats');
  const undone = await calls.undo(done.id);
  expect(undone).toMatchObject({
    status: 'done',
    isUndoable: false,
    undo: { state: 'done', restored: 1, removed: 0, kept: 0, failure: null },
  });
  expect(await calls.user('v1')).toEqual(before);
  expect(await calls.count({ type: 'import', importId: done.id })).toBe(0);
  const again = await calls.post(done.id, 'undo');
  expect([again.status, again.body.code]).toEqual([409, 'import_not_undoable']);
});

test('what is newer stays', async () => {
  await identify('n1', { plan: 'Free', city: 'Rome' });
  const done = await calls.import('id,plan,city\nn1,Pro,Oslo\n');
  house.clock.now += 60_000;
  await identify('n1', { plan: 'Max' });
  await calls.undo(done.id);
  expect((await calls.user('n1'))?.attributes).toMatchObject({
    plan: { value: 'Max', source: 'API' },
    city: { value: 'Rome', source: 'API' },
  });
});

test('users whom it made go, but those of whom something newer is known', async () => {
  const ids = ['gone', 'valued', 'seen', 'tagged'];
  const done = await calls.import(`id,plan\n${ids.map((id) => `c-${id},Pro`).join('\n')}\n`);
  house.clock.now += 60_000;
  await identify('c-valued', { city: 'Rome' });
  await house.send({ type: 'track', userId: 'c-seen', event: 'visited' });
  const tagged = await house.call('POST', house.at('/users/tags'), {
    body: { users: [{ id: 'c-tagged' }], add: ['vip'], remove: [] },
  });
  expect(tagged.status, JSON.stringify(tagged.body)).toBe(200);
  const { undo } = await calls.undo(done.id);
  expect(undo).toMatchObject({ removed: 1, kept: 3, restored: 0 });
  expect(await calls.user('c-gone')).toBeUndefined();
  for (const id of ['c-valued', 'c-seen', 'c-tagged']) {
    expect((await calls.user(id))?.attributes).not.toHaveProperty('plan');
  }
  expect(await calls.count({ type: 'import', importId: done.id })).toBe(0);
  // Whoever is gone from the store is gone from the index.
  const gone = { type: 'attribute', source: 'native', key: 'id', kind: 'string', operator: 'is' };
  expect(await calls.count({ ...gone, value: ['c-gone'] })).toBe(0);
});

test('of two imports of one user each can be undone, in either order', async () => {
  for (const order of [
    [0, 1],
    [1, 0],
  ]) {
    const id = `t${order.join('')}`;
    await identify(id, { plan: 'Free' });
    const before = (await calls.user(id))?.attributes;
    const first = await calls.import(`id,plan\n${id},One\n`);
    const second = await calls.import(`id,plan\n${id},Two\n`);
    const both = [first, second];
    await calls.undo(both[order[0] ?? 0]?.id ?? '');
    expect((await calls.user(id))?.attributes.plan?.value).toBe(order[0] === 0 ? 'Two' : 'One');
    await calls.undo(both[order[1] ?? 0]?.id ?? '');
    expect((await calls.user(id))?.attributes).toEqual(before);
  }
});

test('an erased user is not brought back', async () => {
  await identify('e1', { plan: 'Free' });
  const done = await calls.import('id,plan\ne1,Pro\n');
  expect((await house.call('DELETE', house.at('/users/e1'))).status).toBe(204);
  const { undo } = await calls.undo(done.id);
  expect(undo).toMatchObject({ restored: 0, removed: 0, kept: 0 });
  expect(await calls.user('e1')).toBeUndefined();
});

test('neither a draft nor an import of long ago can be undone', async () => {
  const { body } = await calls.upload('id,plan\n1,Pro\n');
  expect((await calls.post(body.id, 'undo')).body.code).toBe('import_not_undoable');
  await identify('o1', { plan: 'Free' });
  const done = await calls.import('id,plan\no1,Pro\n');
  house.clock.now += 31 * 24 * 60 * 60 * 1000;
  expect((await calls.get(done.id)).isUndoable).toBe(false);
  expect((await calls.post(done.id, 'undo')).status).toBe(409);
  const readChanges = async () => {
    await house.imports.tidy();
    return house.store.read(async (tx) => {
      const row = await tx.import(1, done.id);
      return tx.scanImportChanges(row?.number ?? 0, 0, 10);
    });
  };
  await expect.poll(readChanges).toEqual([]);
  // The draft has gone with its file; who was in the import is still known.
  expect((await house.call('GET', calls.at(body.id))).status).toBe(404);
  expect(await calls.count({ type: 'import', importId: done.id })).toBe(1);
});
