import type { Group, TreeNode } from '@muster/conditions';
import type { SdkReplyBody } from '@muster/protocol';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { allOf, anyOf, inSegment, isOneOf } from '../http/test-house.ts';
import { noon } from '../ingest/open-ingest.ts';
import { makeId, openSdk, type TestSdk } from './open-sdk.ts';

const ada = makeId('ada');
const bob = makeId('bob');
const minute = 60_000;

let sdk: TestSdk;
beforeEach(async () => {
  sdk = await openSdk();
});
afterEach(() => sdk.close());

const did = (name: string, more: object = {}): TreeNode =>
  ({ type: 'event', source: 'app', name, ...more }) as TreeNode;
const nameIsEmpty: TreeNode = {
  type: 'attribute',
  source: 'native',
  key: 'name',
  kind: 'string',
  operator: 'empty',
};

async function save(id: string, conditions: Group, version = 1, name = id): Promise<void> {
  const project = sdk.project.number;
  const by = { createdAt: noon, createdBy: 'test', updatedAt: noon, updatedBy: 'test' };
  const row = { id, project, name, description: '', conditions, version, ...by };
  await sdk.store.write(async (tx) => {
    if (version === 1) await tx.insertSegment(row);
    else expect(await tx.updateSegment(row, version - 1)).toBe(true);
  });
}

async function ask(as: string, more: object = {}): Promise<SdkReplyBody> {
  const response = await sdk.post({ as, ask: ['segments'], ...more });
  expect(response.status).toBe(200);
  return (await response.json()) as SdkReplyBody;
}

const idsOf = async (as: string, more?: object) =>
  (await ask(as, more)).segments?.map(({ id }) => id);

it('reads what the same request has written, in order of name', async () => {
  await save('b', allOf(isOneOf('plan', 'Pro')), 1, 'Payers 10');
  await save(
    'a',
    allOf(did('bought', { count: { operator: 'atLeast', value: 2 } })),
    1,
    'Payers 9',
  );
  await save('c', allOf(inSegment('a'), inSegment('b', true)), 1, 'Never both');
  const track = { type: 'track', as: ada, event: 'bought', at: noon };
  const reply = await ask(ada, {
    stream: makeId('s'),
    sentAt: noon,
    commands: [
      { seq: 1, type: 'attributes', as: ada, at: noon, values: { plan: 'Pro' } },
      { seq: 2, ...track },
      { seq: 3, ...track },
      { seq: 4, type: 'identify', as: ada, at: noon, userId: 'u-1' },
    ],
  });
  expect(reply).toEqual({
    accepted: 4,
    rejected: [],
    users: { [ada]: 'u-1' },
    segments: [
      { id: 'a', name: 'Payers 9' },
      { id: 'b', name: 'Payers 10' },
    ],
  });
});

it('answers the id beside the question, or else that of the last command', async () => {
  await save('pro', allOf(isOneOf('plan', 'Pro')));
  const command = { seq: 1, type: 'attributes', as: ada, at: noon, values: { plan: 'Pro' } };
  const parts = { stream: makeId('s'), sentAt: noon, commands: [command] };
  expect(await idsOf(bob, parts)).toEqual([]);
  expect((await ask(bob, parts)).users).toEqual({ [ada]: null, [bob]: null });
  const response = await sdk.post({ ...parts, ask: ['segments'] });
  expect(((await response.json()) as SdkReplyBody).segments).toEqual([{ id: 'pro', name: 'pro' }]);
});

it('tells no difference between an unknown id and a visitor', async () => {
  await save('nameless', allOf(nameIsEmpty));
  await save('silent', allOf(did('bought', { not: true })));
  await save('named', allOf({ ...nameIsEmpty, not: true } as TreeNode));
  await sdk.send('s', 1, { type: 'page', as: ada });
  const known = await ask(ada);
  const unknown = await ask(bob);
  expect(known.segments).toEqual(unknown.segments);
  expect(known.segments?.map(({ id }) => id)).toEqual(['nameless', 'silent']);
  expect(unknown.users).toEqual({ [bob]: null });
  // Asking makes nobody.
  expect(await sdk.find(bob, 'anonymous')).toBeUndefined();
});

it('is right at its own instant, as time passes and windows move', async () => {
  const window = { operator: 'inLast', amount: 10, unit: 'minute' };
  await save('lately', allOf(did('bought', { window })));
  await save('not lately', allOf(inSegment('lately', true)));
  await sdk.send('s', 1, { type: 'track', as: ada, event: 'bought' });
  const at = async (ms: number) => {
    sdk.clock.now = noon + ms;
    return idsOf(ada);
  };
  expect(await at(0)).toEqual(['lately']);
  expect(await at(10 * minute - 1)).toEqual(['lately']);
  expect(await at(10 * minute)).toEqual(['not lately']);
  expect(await at(3 * 60 * minute)).toEqual(['not lately']);
  // A clock that was set back.
  expect(await at(5 * minute)).toEqual(['lately']);
});

it('follows every change of a segment', async () => {
  await sdk.send('s', 1, { type: 'attributes', as: ada, values: { plan: 'Pro' } });
  expect(await idsOf(ada)).toEqual([]);
  await save('one', allOf(isOneOf('plan', 'Pro')));
  expect(await idsOf(ada)).toEqual(['one']);
  await save('one', allOf(isOneOf('plan', 'Team')), 2);
  expect(await idsOf(ada)).toEqual([]);
  await save('two', anyOf(inSegment('one', true)));
  expect(await idsOf(ada)).toEqual(['two']);
  await sdk.store.write((tx) => tx.deleteSegment(sdk.project.number, 'one'));
  // What names a segment that is gone matches nobody.
  expect(await idsOf(ada)).toEqual([]);
});

it('many questions at once each get their own answer', async () => {
  const plans = Array.from({ length: 120 }, (_, i) => `plan-${i}`);
  for (const plan of plans.slice(0, 5)) await save(plan, allOf(isOneOf('plan', plan)));
  await Promise.all(
    plans.map((plan) =>
      sdk.send(plan, 1, { type: 'attributes', as: makeId(plan), values: { plan } }),
    ),
  );
  const found = await Promise.all(plans.map((plan) => idsOf(makeId(plan))));
  expect(found).toEqual(plans.map((plan, i) => (i < 5 ? [plan] : [])));
});

it('refuses other questions, and ids that can be guessed', async () => {
  const refused = async (body: object) => {
    const response = await sdk.post(body);
    const { errors } = (await response.json()) as { errors: { path: string }[] };
    return [response.status, errors[0]?.path];
  };
  expect(await refused({ as: ada, ask: ['users'] })).toEqual([422, 'ask']);
  expect(await refused({ as: 'u-1', ask: ['segments'] })).toEqual([422, 'as']);
  expect(await refused({ ask: ['segments'] })).toEqual([422, 'as']);
});
