import type { ExportBody, ProfileBody, SdkReplyBody, SegmentBody } from '@muster/protocol';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  allOf,
  type CallOptions,
  inSegment,
  isOneOf,
  keys,
  openTestHouse,
  projectId,
  type TestHouse,
} from '../http/test-house.ts';
import { readEvents } from '../live/event-stream.ts';
import { type Postgres, startPostgres } from '../postgres.ts';
import { type Ground, openGround, payers } from './ground.ts';
import { fillPath, type Operation, type ReadDocument, readDocument } from './operations.ts';
import { createValidCalls, type ValidCall } from './valid-calls.ts';

// Two projects of one server in which everything has the same ids and names: whatever is done in
// mine, nothing of theirs shows or changes.

const mark = 'theirs-alone';

describe.each(['sqlite', 'postgres'] as const)('Two projects (%s)', (kind) => {
  let server: Postgres | undefined;
  let house: TestHouse;
  let document: ReadDocument;
  let mine: Ground;
  let theirs: Ground;
  let callsOfMine: ReturnType<typeof createValidCalls>;
  /** Made once: what is asked about them must be answered the same again. */
  let fixedOfTheirs: Map<string, ValidCall>;

  beforeAll(async () => {
    server = kind === 'postgres' ? await startPostgres() : undefined;
    house = await openTestHouse(server ? { databaseUrl: await server.createDatabase() } : {});
    document = await readDocument(house);
    mine = await openGround(house, { projectId, number: 1, writeKey: keys.write });
    theirs = await openGround(house, {
      ...{ projectId: 'other', number: 2, writeKey: keys.foreign, mark },
    });
    await fill(mine, 'Pro', ['ada', 'bob']);
    await fill(theirs, 'Free', ['ada', 'bob', 'eve']);
    callsOfMine = createValidCalls(mine);
    const callsOfTheirs = createValidCalls(theirs);
    fixedOfTheirs = new Map();
    for (const { id, scope } of document.operations) {
      // The session of the admin of this project must last.
      if (scope === 'account' || scope === 'anyone') continue;
      fixedOfTheirs.set(id, (await callsOfTheirs[id]?.()) ?? {});
    }
  });

  afterAll(async () => {
    await house.close();
    await server?.stop();
  });

  /** The same ids, names and message ids in each project, with other values. */
  async function fill(ground: Ground, plan: string, userIds: string[]) {
    const items = userIds.flatMap((userId) => [
      { type: 'identify', userId, messageId: `i-${userId}`, traits: { plan, of: ground.mark } },
      {
        ...{ type: 'track', userId, messageId: `t-${userId}`, event: 'Paid' },
        properties: { of: ground.mark },
      },
    ]);
    const { accepted } = await ground.ask<{ accepted: number }>('POST', '/sse/webhook', items);
    expect(accepted).toBe(items.length);
  }

  async function make(operation: Operation, id: string, call: ValidCall, caller: CallOptions) {
    const path = fillPath(operation.template, { projectId: id, ...call.path });
    const query = new URLSearchParams(call.query).toString();
    const response = await house.fetchRaw(operation.method, `${path}${query && `?${query}`}`, {
      ...caller,
      headers: { ...caller.headers, ...call.headers },
      ...(call.body !== undefined && { body: call.body }),
    });
    // What is told live has no end.
    if (operation.id !== 'watch') return { status: response.status, text: await response.text() };
    await response.body?.cancel();
    return { status: response.status, text: '' };
  }

  const callerOf = ({ admin, writeKey }: Ground, { scope }: Operation): CallOptions =>
    scope === 'key' ? { key: writeKey } : admin.browser;

  const ofProjects = () =>
    document.operations.filter(({ scope }) => scope !== 'account' && scope !== 'anyone');

  /** Reading what these give is itself written down. */
  const isNoted = /^(export|download|startExport|cancelExport|watch)/;

  /** All that the other project can be asked, with the answers. */
  async function readTheirs(): Promise<Record<string, string>> {
    const answers: Record<string, string> = {};
    for (const operation of ofProjects()) {
      const { id, scope, method } = operation;
      const isReading = scope === 'read' || (scope === 'admin' && method === 'GET');
      if (!isReading || isNoted.test(id)) continue;
      const call = fixedOfTheirs.get(id) ?? {};
      const { status, text } = await make(operation, 'other', call, theirs.admin.browser);
      answers[id] = `${status} ${text.replace(/"requestId":"[^"]*"/, '')}`;
    }
    return answers;
  }

  test('the other one is read whole, and reading it changes nothing of it', async () => {
    const before = await readTheirs();
    expect(Object.keys(before).length).toBeGreaterThan(50);
    expect(Object.entries(before).filter(([, answer]) => !answer.startsWith('200'))).toEqual([]);
    expect(JSON.stringify(before)).toContain(mark);
    expect(await readTheirs()).toEqual(before);
  });

  test('every call that is made in one shows and changes nothing of the other', async () => {
    const before = await readTheirs();
    // The one that deletes it comes last.
    for (const operation of ofProjects().filter(({ id }) => id !== 'deleteProject')) {
      const call = (await callsOfMine[operation.id]?.()) ?? {};
      const { status, text } = await make(operation, projectId, call, callerOf(mine, operation));
      expect(status, `${operation.id} ${text}`).toBeLessThan(410);
      expect(text, operation.id).not.toContain(mark);
      if (operation.id === 'startExport') await house.exportJob.run();
    }
    expect(await readTheirs()).toEqual(before);
  });

  test('what is the other one’s is not there, whoever names it', async () => {
    const before = await readTheirs();
    const named = ofProjects().filter(
      ({ template }) =>
        template.includes('{projectId}') && /\{(?!projectId|userId)\w+\}/.test(template),
    );
    expect(named.length).toBeGreaterThan(40);
    for (const operation of named) {
      const call = fixedOfTheirs.get(operation.id) ?? {};
      const { status, text } = await make(operation, projectId, call, mine.admin.browser);
      expect(status, `${operation.id} ${text}`).toBe(404);
      expect(text, operation.id).not.toContain(mark);
    }
    expect(await readTheirs()).toEqual(before);
  });

  test('a condition on what is the other one’s says that there is none, and finds nobody', async () => {
    const { id: segmentId } = await theirs.makeSegment();
    const { id: experienceId } = await theirs.makeExperience();
    const { id: own } = await mine.makeExperience();
    const bySegment = allOf(inSegment(segmentId));
    const asked: [method: string, path: string, body?: object][] = [
      ['POST', '/audience/count', { conditions: bySegment }],
      ['POST', '/audience', { conditions: bySegment }],
      ['POST', '/audience/breakdown', { conditions: bySegment }],
      ['POST', '/segments', { name: 'Mine', conditions: bySegment }],
      ['POST', '/exports', { segmentId }],
      [
        'POST',
        `/experiences/${own}/analytics`,
        { filter: { type: 'segments', segmentIds: [segmentId] } },
      ],
      [
        'POST',
        `/experiences/${own}/analytics`,
        { filter: { type: 'conditions', conditions: bySegment } },
      ],
      ['POST', `/experiences/${experienceId}/analytics`, {}],
    ];
    for (const [method, path, body] of asked) {
      const options = { key: keys.write, ...(body && { body }) };
      const response = await house.fetchRaw(method, mine.at(path), options);
      const text = await response.text();
      expect(text, `${path} ${response.status}`).toMatch(
        /"code":"(segment_missing|segment_not_found|experience_not_found)"/,
      );
      expect(text).not.toContain(mark);
    }
    const later = { conditions: bySegment, format: 'ndjson' };
    const { id } = await mine.ask<ExportBody>('POST', mine.at('/exports'), later);
    await house.exportJob.run();
    const exported = await mine.ask<ExportBody>('GET', mine.at(`/exports/${id}`));
    expect(exported).toMatchObject({ state: 'failed', users: 0 });
    const live = await house.fetchRaw('GET', mine.at(`/live?segments=${segmentId}`));
    if (live.body === null) throw new Error('The reply has no body.');
    const reader = readEvents(live.body);
    expect((await reader.nextOf('audiences')).data).toMatchObject({
      audiences: { [segmentId]: null },
    });
    await reader.cancel();
  });

  test('each counts, lists and exports its own users, whose ids both have', async () => {
    const free = allOf(isOneOf('plan', 'Free'));
    const ask = async (ground: Ground, conditions: object) => {
      const { count } = await ground.ask<{ count: number }>(
        ...(['POST', ground.at('/audience/count'), { conditions }] as const),
      );
      const { users } = await ground.ask<{ users: { id: string }[] }>(
        ...(['POST', ground.at('/audience'), { conditions, sort: 'id' }] as const),
      );
      const exported = await house.fetchRaw(
        'GET',
        `${ground.at('/audience/users')}?format=ndjson&conditions=${encodeURIComponent(JSON.stringify(conditions))}`,
        { key: ground.writeKey },
      );
      const lines = (await exported.text()).trim().split('\n').filter(Boolean);
      return { count, users: users.map(({ id }) => id), exported: lines.length };
    };
    expect(await ask(mine, free)).toEqual({ count: 0, users: [], exported: 0 });
    expect(await ask(theirs, free)).toEqual({
      ...{ count: 3, exported: 3 },
      users: ['ada', 'bob', 'eve'],
    });
  });

  test('a browser with the same ids is two people, who are in their own segments', async () => {
    const name = 'The same';
    const segments = await Promise.all(
      [mine, theirs].map((ground) =>
        ground.ask<SegmentBody>('POST', ground.at('/segments'), { name, conditions: payers }),
      ),
    );
    const send = async (id: string, commands: object[]) => {
      const as = 'browser-000000000000000000000';
      const stream = 'stream-0000000000000000000000';
      const sent = commands.map((command, index) => ({
        ...{ seq: index + 1, as, at: house.clock.now },
        ...command,
      }));
      const reply = await house.call<SdkReplyBody & { segments: string[] }>(
        'POST',
        `/sdk/v1/projects/${id}/commands`,
        {
          key: null,
          body: { stream, sentAt: house.clock.now, commands: sent, as, ask: ['segments'] },
        },
      );
      return reply.body;
    };
    const identify = { type: 'identify', userId: 'ada' };
    const first = await send(projectId, [identify]);
    expect(first.accepted).toBe(1);
    expect(JSON.stringify(first)).toContain(String(segments[0]?.id));
    expect(JSON.stringify(first)).not.toContain(String(segments[1]?.id));
    // The same number of the same stream is another command there, and this ada does not pay.
    const track = { type: 'track', event: 'Only there' };
    const second = await send('other', [track]);
    expect(second.accepted).toBe(1);
    expect(JSON.stringify(second)).not.toContain(String(segments[0]?.id));
    const events = await mine.ask<{ events: { name: string }[] }>(
      ...(['GET', mine.at('/users/ada/events')] as const),
    );
    expect(events.events.map((event) => event.name)).not.toContain('Only there');
  });

  test('who is erased in one, and an attribute that is removed, are still in the other', async () => {
    const ada = await theirs.ask<ProfileBody>('GET', theirs.at('/users/ada'));
    const before = await readTheirs();
    await mine.ask('POST', mine.at('/catalog/remove-attribute'), { source: 'custom', key: 'of' });
    for (const id of ['ada', 'bob']) await mine.ask('DELETE', mine.at(`/users/${id}`));
    expect((await house.call('GET', mine.at('/users/ada'))).status).toBe(404);
    const everybody = { conditions: allOf(isOneOf('plan', 'Pro')) };
    await mine.ask('POST', mine.at('/audience/count'), everybody);
    expect(await theirs.ask('GET', theirs.at('/users/ada'))).toEqual(ada);
    expect(await readTheirs()).toEqual(before);
  });

  test('who deletes one takes nothing of the other', async () => {
    const before = await readTheirs();
    const { name } = await mine.ask<{ name: string }>('GET', mine.at(''));
    await mine.ask('DELETE', mine.at(''), { name }, mine.admin.browser);
    await house.removalJob.run();
    expect((await house.call('GET', mine.at(''), mine.admin.browser)).status).toBe(404);
    expect(await readTheirs()).toEqual(before);
  });
});
