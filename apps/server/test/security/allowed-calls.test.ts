import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Person } from '../http/people.ts';
import {
  type CallOptions,
  keys,
  openTestHouse,
  projectId,
  type TestHouse,
} from '../http/test-house.ts';
import { type Ground, openGround } from './ground.ts';
import { fillPath, type Operation, type ReadDocument, readDocument } from './operations.ts';
import { createValidCalls, type ValidCall } from './valid-calls.ts';

// Every call of the document, by everybody who may make it: is done. Who may not is told so by
// `http/authorisation.test.ts`.

const ranks = { viewer: 0, editor: 1, admin: 2 };
type Role = keyof typeof ranks;

let house: TestHouse;
let ground: Ground;
let document: ReadDocument;
let people: Record<Role, Person>;
let validCalls: Record<string, () => Promise<ValidCall>>;

beforeAll(async () => {
  house = await openTestHouse();
  ground = await openGround(house, { projectId, number: 1, writeKey: keys.write });
  document = await readDocument(house);
  people = {
    viewer: await ground.makeMember('viewer'),
    editor: await ground.makeMember('editor'),
    admin: await ground.makeMember('admin'),
  };
  validCalls = createValidCalls(ground);
});

afterAll(() => house.close());

const leastRoles = { read: 'viewer', write: 'editor', admin: 'admin' } as const;

/** Calls that the contract gives to people alone, though a key of their scope opens others. */
const ofPeople = ['openPicker'];

/**
 * A run that is under way when it is cancelled is nothing that can be waited for; and the project of all
 * these calls is to stay, so its deletion gets as far as being asked for the right name.
 */
const refusals: Record<string, number> = { cancelImport: 409, deleteProject: 422 };

/** Somebody who may make a call. */
type Caller = [name: string, make: () => Promise<CallOptions>];

function listAllowed({ id, scope, role }: Operation): Caller[] {
  const key = (name: 'read' | 'write'): Caller => [
    `a ${name} key`,
    async () => ({ key: keys[name] }),
  ];
  if (scope === 'anyone') return [['anybody', async () => ({ key: null })]];
  if (scope === 'key') return [key('write')];
  if (scope === 'account') {
    // Such calls are about the caller, of whom there is another for each.
    const name = id === 'createProject' ? 'admin' : 'viewer';
    return [[`a new ${name}`, async () => (await ground.makeMember(name)).browser]];
  }
  const least = ranks[role ?? leastRoles[scope]];
  const members = (['viewer', 'editor', 'admin'] as const).filter((one) => ranks[one] >= least);
  const opening = { read: [key('read'), key('write')], write: [key('write')], admin: [] };
  return [
    ...(ofPeople.includes(id) ? [] : opening[scope]),
    ...members.map((name): Caller => [`a member, ${name}`, async () => people[name].browser]),
  ];
}

/** The status of a call; what an error says is in the message of a test that fails by it. */
async function make(operation: Operation, call: ValidCall, caller: CallOptions) {
  const path = fillPath(operation.template, { projectId, ...call.path });
  const query = new URLSearchParams(call.query).toString();
  const response = await house.fetchRaw(operation.method, `${path}${query && `?${query}`}`, {
    ...caller,
    headers: { ...caller.headers, ...call.headers },
    ...(call.body !== undefined && { body: call.body }),
  });
  if (response.ok) {
    // Not read: some have no end.
    await response.body?.cancel();
    return { status: response.status };
  }
  return { status: response.status, problem: await response.text() };
}

test('there is a valid call of each in the document, and of nothing else', () => {
  const documented = document.operations.map(({ id }) => id);
  expect(Object.keys(validCalls).sort()).toEqual(documented.sort());
});

test('everybody who may make a call is answered as it is asked', async () => {
  const answered: unknown[] = [];
  for (const operation of document.operations) {
    const refusal = refusals[operation.id];
    const promised = operation.statuses.filter((one) => one === refusal || one < 300);
    for (const [name, makeCaller] of listAllowed(operation)) {
      const call = await validCalls[operation.id]?.();
      const found = await make(operation, call ?? {}, await makeCaller());
      const isAsPromised = promised.includes(found.status);
      answered.push(...(isAsPromised ? [] : [{ call: operation.id, by: name, ...found }]));
      // Only so many may wait at a time.
      if (operation.id === 'startExport') await house.exportJob.run();
    }
  }
  expect(answered).toEqual([]);
});
