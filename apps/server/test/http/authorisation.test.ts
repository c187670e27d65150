import type { ExperienceBody, SegmentBody, SourceBody, TrackedEventBody } from '@muster/protocol';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addPerson, type Person } from './people.ts';
import {
  allOf,
  type CallOptions,
  isOneOf,
  keys,
  openTestHouse,
  projectId,
  type TestHouse,
} from './test-house.ts';

// Every call of the document, by every kind of caller: who may, may; who may not is told so, and
// nothing has happened.

let house: TestHouse;
let people: Record<'viewer' | 'editor' | 'admin' | 'stranger', Person>;
let parameters: Record<string, string>;

beforeAll(async () => {
  house = await openTestHouse();
  people = {
    viewer: await addPerson(house, 'viewer', 1, 'viewer'),
    editor: await addPerson(house, 'editor', 1, 'editor'),
    admin: await addPerson(house, 'admin', 1, 'admin'),
    // An admin, but of the other project.
    stranger: await addPerson(house, 'stranger', 2, 'admin'),
  };
  await house.send({ type: 'identify', userId: 'ada', traits: { plan: 'Pro' } });
  const conditions = allOf(isOneOf('plan', 'Pro'));
  const segment = await house.call<SegmentBody>('POST', house.at('/segments'), {
    body: { name: 'Payers', conditions },
  });
  const experience = await house.call<ExperienceBody>('POST', house.at('/experiences'), {
    body: { name: 'Poll', type: 'survey' },
  });
  const source = await house.call<SourceBody>('POST', house.at('/sources'), {
    ...people.admin.browser,
    body: { kind: 'segment', name: 'Segment' },
  });
  const trackedEvent = await house.call<TrackedEventBody>('POST', house.at('/tracked-events'), {
    body: { name: 'Export', codeName: 'export_clicked' },
  });
  const invited = await house.call('POST', house.at('/invitations'), {
    ...people.admin.browser,
    body: { email: 'new@example.com', role: 'viewer' },
  });
  const webhook = await house.call('POST', house.at('/webhooks'), {
    ...people.admin.browser,
    body: { url: 'https://example.com/', events: ['segment.created'] },
  });
  parameters = {
    projectId,
    segmentId: segment.body.id,
    experienceId: experience.body.id,
    sourceId: source.body.id,
    errorId: '1',
    type: 'track',
    trackedEventId: trackedEvent.body.id,
    userId: 'ada',
    keyId: 'key_read',
    webhookId: String(webhook.body.id),
    memberId: people.viewer.id,
    invitationId: String(invited.body.id),
  };
});

afterAll(() => house.close());

/** What would do something, were it let in. */
const bodies: Record<string, unknown> = {
  createProject: { name: 'Mine' },
  changeProject: { name: 'Mine' },
  deleteProject: { name: 'Demo' },
  createKey: { name: 'Mine', scope: 'write' },
  createWebhook: { url: 'https://example.com/', events: ['segment.created'] },
  changeWebhook: { enabled: false },
  createSegment: { name: 'Mine', conditions: allOf(isOneOf('plan', 'Pro')) },
  changeSegment: { name: 'Mine' },
  createSource: { kind: 'segment', name: 'Mine' },
  changeSource: { name: 'Mine' },
  rotateSource: { what: 'key' },
  createExperience: { name: 'Mine', type: 'banner' },
  changeExperience: { name: 'Mine' },
  changeCatalogNote: {
    subject: { type: 'attribute', source: 'custom', key: 'plan' },
    hidden: true,
  },
  removeAttribute: { source: 'custom', key: 'plan' },
  createTrackedEvent: { name: 'Mine', codeName: 'mine' },
  changeTrackedEvent: { name: 'Mine' },
  invite: { email: 'me@example.com', role: 'admin' },
  changeMember: { role: 'admin' },
  changeAccount: { name: 'Mine' },
  listAudience: { conditions: allOf() },
  countAudience: { conditions: allOf() },
};

interface Operation {
  id: string;
  method: string;
  path: string;
  scope: 'read' | 'write' | 'admin' | 'account';
  /** The least role that a member needs. */
  role: 'viewer' | 'editor' | 'admin';
  ofProject: boolean;
  /** Whether people can do it, or servers alone. */
  takesSessions: boolean;
}

interface Documented {
  operationId: string;
  'x-scope'?: Operation['scope'];
  'x-role'?: Operation['role'];
  security: Record<string, unknown>[];
}

const leastRoles = { read: 'viewer', write: 'editor', admin: 'admin', account: 'viewer' } as const;

async function listGuarded(): Promise<Operation[]> {
  const response = await house.fetchRaw('GET', '/openapi.json', { key: null });
  const document = (await response.json()) as { paths: Record<string, Record<string, Documented>> };
  return Object.entries(document.paths).flatMap(([template, item]) =>
    Object.entries(item)
      .filter(([, { security }]) => security.length > 0)
      .map(([method, operation]) => {
        const scope = operation['x-scope'] ?? 'write';
        return {
          id: operation.operationId,
          method: method.toUpperCase(),
          path: template.replace(/\{(\w+)\}/g, (_, name) => parameters[name] ?? 'x'),
          scope,
          role: operation['x-role'] ?? leastRoles[scope],
          ofProject: template.includes('{projectId}'),
          takesSessions: operation.security.some((way) => 'session' in way),
        };
      }),
  );
}

async function attempt({ id, method, path }: Operation, caller: CallOptions) {
  const body = bodies[id] ?? (method === 'GET' || method === 'DELETE' ? undefined : {});
  const headers = { ...caller.headers, ...(id === 'changeSegment' && { 'if-match': '"1"' }) };
  const options = { ...caller, headers, ...(body !== undefined && { body }) };
  const response = await house.fetchRaw(method, path, options);
  const isProblem = response.headers.get('content-type') === 'application/problem+json';
  if (isProblem) {
    const { code } = (await response.json()) as { code: string };
    return [response.status, code] as const;
  }
  // Not read: some have no end.
  await response.body?.cancel();
  return [response.status, undefined] as const;
}

/** Everything that a call could have changed. */
async function readEverything() {
  return house.store.read(async (tx) => ({
    projects: await tx.projects(),
    keys: await tx.keys(1),
    segments: await tx.segments(1),
    imports: await tx.imports(1),
    profiles: await tx.scanProfiles(1, 0, 100),
    notes: await tx.catalogNotes(1),
    sources: await tx.sources(1),
    audit: await tx.audit(1, 1000),
    members: [await tx.members(1), await tx.members(2)],
    accounts: await Promise.all(Object.values(people).map(({ id }) => tx.account(id))),
    invitations: await tx.invitations(1),
    webhooks: await tx.allWebhooks(),
    head: await tx.headPosition(),
  }));
}

const refusals = {
  unauthenticated: [401, 'unauthenticated'],
  elsewhere: [404, 'project_not_found'],
  key: [403, 'insufficient_scope'],
  role: [403, 'insufficient_role'],
  foreignPage: [403, 'cross_site'],
} as const;

const ranks = { viewer: 0, editor: 1, admin: 2 };
type Refusal = keyof typeof refusals | undefined;

const unknownCookie = { key: null, headers: { cookie: 'muster_session=nonsense' } };

/** Each kind of caller, and why a call is refused to it. */
const callers: Record<
  string,
  { options: () => CallOptions; refusal: (operation: Operation) => Refusal }
> = {
  nobody: { options: () => ({ key: null }), refusal: () => 'unauthenticated' },
  'an unknown key': { options: () => ({ key: 'nonsense' }), refusal: ofKeys('unauthenticated') },
  'a revoked key': { options: () => ({ key: keys.revoked }), refusal: ofKeys('unauthenticated') },
  'a read key': {
    options: () => ({ key: keys.read }),
    refusal: ({ scope }) =>
      scope === 'account' ? 'unauthenticated' : scope === 'read' ? undefined : 'key',
  },
  'a write key': {
    options: () => ({ key: keys.write }),
    refusal: ({ scope }) =>
      scope === 'account' ? 'unauthenticated' : scope === 'admin' ? 'key' : undefined,
  },
  'the key of another project': {
    options: () => ({ key: keys.foreign }),
    refusal: ({ scope, ofProject }) =>
      scope === 'account' ? 'unauthenticated' : ofProject ? 'elsewhere' : undefined,
  },
  'an unknown session': {
    options: () => ({ ...unknownCookie, headers: { ...unknownCookie.headers, ...here } }),
    refusal: () => 'unauthenticated',
  },
  'the admin of another project': {
    options: () => people.stranger.browser,
    refusal: ofSession(({ ofProject }) => (ofProject ? 'elsewhere' : undefined)),
  },
  'a viewer': { options: () => people.viewer.browser, refusal: ofRole('viewer') },
  'an editor': { options: () => people.editor.browser, refusal: ofRole('editor') },
  'a page of another site': {
    options: () => from(people.admin, { 'sec-fetch-site': 'cross-site' }),
    refusal: ofSession(({ method }) => (method === 'GET' ? undefined : 'foreignPage')),
  },
  'a page of a sibling domain': {
    options: () => from(people.admin, { 'sec-fetch-site': 'same-site' }),
    refusal: ofSession(({ method }) => (method === 'GET' ? undefined : 'foreignPage')),
  },
  'a page of another origin, in an old browser': {
    options: () => from(people.admin, { origin: 'https://evil.example' }),
    refusal: ofSession(({ method }) => (method === 'GET' ? undefined : 'foreignPage')),
  },
  'a page that hides where it is': {
    options: () => from(people.admin, { origin: 'null' }),
    refusal: ofSession(({ method }) => (method === 'GET' ? undefined : 'foreignPage')),
  },
  'a cookie without a page': {
    options: () => from(people.admin, {}),
    refusal: ofSession(({ method }) => (method === 'GET' ? undefined : 'foreignPage')),
  },
};

const here = { 'sec-fetch-site': 'same-origin' };

function from(person: Person, headers: Record<string, string>): CallOptions {
  const { cookie = '' } = person.browser.headers;
  return { key: null, headers: { cookie, host: 'localhost', ...headers } };
}

function ofKeys(refusal: Refusal) {
  return () => refusal;
}

function ofSession(refusal: (operation: Operation) => Refusal) {
  return (operation: Operation): Refusal =>
    operation.takesSessions ? refusal(operation) : 'unauthenticated';
}

function ofRole(role: 'viewer' | 'editor') {
  return ofSession((operation) => {
    // They are admins of nothing, so they may make no project.
    if (operation.id === 'createProject') return 'role';
    return ranks[operation.role] > ranks[role] ? 'role' : undefined;
  });
}

describe.each(Object.entries(callers))('%s', (_, { options, refusal }) => {
  test('is refused what it may not do, and nothing has happened', async () => {
    const before = await readEverything();
    const refused = (await listGuarded()).filter((operation) => refusal(operation) !== undefined);
    for (const operation of refused) {
      const why = refusal(operation);
      const found = await attempt(operation, options());
      expect(found, `${operation.method} ${operation.path}`).toEqual(why && refusals[why]);
    }
    expect(refused.length).toBeGreaterThan(0);
    expect(await readEverything()).toEqual(before);
  });
});

const codes = Object.values(refusals).map(([, code]) => code as string);

test.each([
  ['a read key', () => ({ key: keys.read }), ['read']],
  ['a viewer', () => people.viewer.browser, ['read']],
  ['an admin, reading', () => people.admin.browser, ['read', 'admin', 'account']],
] as const)('%s may do the rest', async (_, options, scopes) => {
  const open = (await listGuarded()).filter(
    ({ scope, method, ofProject }) =>
      (scopes as readonly string[]).includes(scope) &&
      method === 'GET' &&
      (ofProject || scope === 'account'),
  );
  expect(open.length).toBeGreaterThan(5);
  for (const operation of open) {
    const [status, code] = await attempt(operation, options());
    expect(codes, `${operation.method} ${operation.path} ${status}`).not.toContain(code);
    expect(status, operation.path).toBeLessThan(500);
  }
});

test.each([
  ['a write key', () => ({ key: keys.write }), ['read', 'write']],
  ['an editor', () => people.editor.browser, ['read', 'write']],
  ['an admin', () => people.admin.browser, ['read', 'write', 'admin']],
] as const)('%s is let in, and only then told what is wrong', async (name, options, scopes) => {
  const open = (await listGuarded()).filter(
    ({ scope, ofProject, role }) =>
      ofProject &&
      (scopes as readonly string[]).includes(scope) &&
      (name !== 'an editor' || role !== 'admin'),
  );
  for (const operation of open) {
    // No body of theirs is valid, and what they name is not there.
    const path = operation.path.replace(/(?<=demo\/\w+\/)[^/]+/, 'nothing');
    const [status, code] = await attempt({ ...operation, path, id: 'none' }, options());
    expect(codes, `${operation.method} ${path} ${status}`).not.toContain(code);
    expect(status, `${operation.method} ${path}`).toBeLessThan(500);
  }
});
