import type { TrackedEventBody, TrackedEventVersionBody, UseBody } from '@muster/protocol';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { createExperienceCalls } from '../experiences/experience-calls.ts';
import { addPerson } from '../http/people.ts';
import { allOf, openTestHouse, type TestHouse } from '../http/test-house.ts';

let house: TestHouse;

beforeEach(async () => {
  await house?.close();
  house = await openTestHouse();
});

afterAll(() => house.close());

const { publish } = createExperienceCalls(() => house);

interface Refusal {
  code: string;
  detail: string;
  errors: { path: string; code: string; message: string }[];
  usedBy: UseBody[];
}

const clicked = { type: 'clicked', selector: '#export' };

function tryCreate(more: Record<string, unknown> = {}) {
  const body = { name: 'Export', codeName: 'export_clicked', conditions: [clicked], ...more };
  return house.call<TrackedEventBody & Refusal>('POST', house.at('/tracked-events'), { body });
}

async function create(more: Record<string, unknown> = {}) {
  const { status, body } = await tryCreate(more);
  if (status !== 201) throw new Error(JSON.stringify(body));
  return body;
}

function change(id: string, version: number | null, body: unknown) {
  const headers = version !== null && { headers: { 'if-match': `"${version}"` } };
  const path = house.at(`/tracked-events/${id}`);
  return house.call<TrackedEventBody & Refusal>('PATCH', path, { body, ...headers });
}

async function goLive(more: Record<string, unknown> = {}) {
  const { id } = await create(more);
  const { status, body } = await change(id, 1, { status: 'live' });
  if (status !== 200) throw new Error(JSON.stringify(body));
  return body;
}

const get = (id: string) =>
  house.call<TrackedEventBody & Refusal>('GET', house.at(`/tracked-events/${id}`));
const remove = (id: string, query = '') =>
  house.call<Refusal>('DELETE', house.at(`/tracked-events/${id}${query}`));
const usesEvent = (name: string) => allOf({ type: 'event', source: 'app', name });

describe('A no-code event', () => {
  test('is a draft of all its conditions at first', async () => {
    const body = await create();
    expect(body).toMatchObject({
      name: 'Export',
      codeName: 'export_clicked',
      description: '',
      status: 'draft',
      match: 'all',
      conditions: [clicked],
      isCodeNameFixed: false,
      usedBy: [],
      version: 1,
      createdBy: 'API key write (mk_test_…)',
    });
    expect((await get(body.id)).headers.get('etag')).toBe('"1"');
    expect((await get('nope')).body.code).toBe('tracked_event_not_found');
  });

  test.each([
    [{ name: '' }, 'name'],
    [{ codeName: '' }, 'codeName'],
    [{ codeName: 'export clicked' }, 'codeName'],
    [{ codeName: '1st' }, 'codeName'],
    [{ codeName: 'x'.repeat(101) }, 'codeName'],
    [{ codeName: 'identified' }, 'codeName'],
    [{ description: 'x'.repeat(2001) }, 'description'],
    [{ match: 'none' }, 'match'],
    [{ status: 'live' }, 'status'],
    [{ conditions: [{ type: 'scrolled', selector: 'a' }] }, 'conditions[0].type'],
    [{ conditions: [clicked, { type: 'clicked', selector: '' }] }, 'conditions[1].selector'],
    [{ conditions: [clicked, { type: 'hovered', selector: 'a[' }] }, 'conditions[1].selector'],
    [{ conditions: [{ type: 'filled', selector: 'x'.repeat(501) }] }, 'conditions[0].selector'],
    [{ conditions: [{ type: 'present', selector: 'a', value: 'b' }] }, 'conditions[0].value'],
    [{ conditions: [{ type: 'url', urls: [] }] }, 'conditions[0].urls'],
    [
      { conditions: [{ type: 'url', urls: [{ operator: 'like', value: '/' }] }] },
      'conditions[0].urls[0].operator',
    ],
    [{ conditions: Array.from({ length: 21 }, () => clicked) }, 'conditions'],
  ])('%j is refused by its path', async (more, path) => {
    const { status, body } = await tryCreate(more);
    expect([status, body.errors.map((error) => error.path)]).toEqual([422, [path]]);
    const { body: list } = await house.call('GET', house.at('/tracked-events'));
    expect(list).toEqual({ trackedEvents: [] });
  });

  test('needs a code name that no other of its project has', async () => {
    await create();
    const second = await tryCreate({ name: 'Again' });
    expect(second.body.errors).toMatchObject([{ path: 'codeName', code: 'code_name_taken' }]);
    await create({ codeName: 'Export_clicked' });
  });

  test('goes live only when something has to happen', async () => {
    const { id } = await create({ conditions: [] });
    const refused = await change(id, 1, { status: 'live' });
    expect([refused.status, refused.body.code]).toEqual([422, 'tracked_event_incomplete']);
    expect((await change(id, 1, { conditions: [clicked], status: 'live' })).status).toBe(200);
    const emptied = await change(id, 2, { conditions: [] });
    expect(emptied.body.errors).toMatchObject([{ path: 'conditions', code: 'no_conditions' }]);
  });

  test('keeps its code name from when it was live, also by restoring', async () => {
    const { id } = await create();
    const renamed = await change(id, 1, { codeName: 'exported' });
    expect(renamed.body).toMatchObject({ codeName: 'exported', isCodeNameFixed: false });
    await change(id, 2, { status: 'live' });
    await change(id, 3, { status: 'paused' });
    const refused = await change(id, 4, { codeName: 'other' });
    expect(refused.body.errors).toMatchObject([{ path: 'codeName', code: 'code_name_fixed' }]);
    const path = house.at(`/tracked-events/${id}/restore`);
    const headers = { 'if-match': '"4"' };
    await house.call('POST', path, { body: { version: 1 }, headers });
    expect((await get(id)).body).toMatchObject({ codeName: 'exported', status: 'paused' });
  });

  test('is changed by who has seen its version', async () => {
    const { id } = await create();
    expect((await change(id, null, { name: 'X' })).status).toBe(428);
    expect((await change(id, 2, { name: 'X' })).status).toBe(412);
    expect((await change(id, 1, { name: 'X' })).body).toMatchObject({ name: 'X', version: 2 });
    expect((await change(id, 2, { name: 'X' })).body.version).toBe(2);
    expect((await remove(id)).status).toBe(204);
    const versions = await house.call<{ versions: TrackedEventVersionBody[] }>(
      'GET',
      house.at(`/tracked-events/${id}/versions`),
    );
    expect(versions.body.versions.map(({ version, name }) => [version, name])).toEqual([
      [2, 'X'],
      [1, 'Export'],
    ]);
  });

  test('is in the audit log with who and what', async () => {
    const ada = await addPerson(house, 'ada', 1, 'editor');
    const { id } = await create();
    const body = { name: 'Exports' };
    const headers = { ...ada.browser.headers, 'if-match': '"1"' };
    const path = house.at(`/tracked-events/${id}`);
    expect((await house.call('PATCH', path, { key: null, headers, body })).status).toBe(200);
    await remove(id);
    const entries = await house.store.read((tx) => tx.audit(1, 10));
    expect(entries.map(({ action, by, subject }) => [action, by, subject])).toEqual([
      ['trackedEvent.deleted', 'API key write (mk_test_…)', id],
      ['trackedEvent.updated', 'ada (ada@example.com)', id],
      ['trackedEvent.created', 'API key write (mk_test_…)', id],
    ]);
    expect(entries[1]).toMatchObject({ before: { name: 'Export' }, after: { name: 'Exports' } });
  });

  test('stays while segments and experiences use it, unless they are to be kept', async () => {
    const { id } = await goLive();
    const conditions = usesEvent('export_clicked');
    await house.call('POST', house.at('/segments'), { body: { name: 'Exporters', conditions } });
    const showOn = { type: 'event', source: 'app', name: 'export_clicked' };
    await publish('Thanks', { target: { showOn } });
    await publish('For exporters', { target: { who: { type: 'conditions', conditions } } });
    const task = { event: { source: 'app', name: 'export_clicked' } };
    await publish('To do', { type: 'checklist', steps: [{ id: 'a', title: 'Export', task }] });
    const other = { type: 'event', source: 'segment', name: 'export_clicked' };
    await publish('Of another source', { target: { showOn: other } });
    const refused = await remove(id);
    expect([refused.status, refused.body.code]).toEqual([409, 'tracked_event_in_use']);
    expect(refused.body.usedBy.map(({ name }) => name).sort()).toEqual([
      'Exporters',
      'For exporters',
      'Thanks',
      'To do',
    ]);
    expect((await get(id)).body.usedBy).toHaveLength(4);
    expect((await remove(id, '?uses=keep')).status).toBe(204);
    expect((await get(id)).status).toBe(404);
  });

  test('is one of a hundred that are live', async () => {
    for (let i = 0; i < 100; i += 1) await goLive({ codeName: `event_${i}` });
    const { id } = await create();
    const refused = await change(id, 1, { status: 'live' });
    expect([refused.status, refused.body.code]).toEqual([422, 'too_many_live']);
    expect((await get(id)).body.status).toBe('draft');
  });
});

describe('What a page is told of no-code events', () => {
  async function ask() {
    const body = {
      as: 'browser-000000000000000000000',
      ask: ['experiences'],
      page: { url: 'https://shop.test/', device: 'desktop' },
    };
    const { body: reply } = await house.call<{
      experiences: { type: string; stamp: string; path: string }[];
    }>('POST', '/sdk/v1/projects/demo/commands', { key: null, body });
    return reply.experiences;
  }

  const read = (path: string) => house.fetchRaw('GET', `/sdk/${path}`, { key: null });

  test('is nothing while none is live', async () => {
    const { id } = await create();
    expect(await ask()).toEqual([]);
    await change(id, 1, { status: 'live' });
    expect(await ask()).toMatchObject([{ type: 'tracker' }]);
    await change(id, 2, { status: 'paused' });
    expect(await ask()).toEqual([]);
  });

  test('is where they are, under a stamp of what they are', async () => {
    const { id } = await goLive();
    await goLive({ codeName: 'second', match: 'any' });
    await publish('Hello');
    const experiences = await ask();
    expect(experiences.map(({ type }) => type)).toEqual(['banner', 'tracker']);
    const { path, stamp } = experiences[1] ?? { path: '', stamp: '' };
    const reply = await read(path);
    expect(reply.headers.get('cache-control')).toContain('immutable');
    expect(reply.headers.get('access-control-allow-origin')).toBe('*');
    const { events } = (await reply.json()) as { events: { name: string }[] };
    const sorted = events.sort((a, b) => (a.name < b.name ? -1 : 1));
    expect(sorted).toEqual([
      { name: 'export_clicked', match: 'all', conditions: [clicked] },
      { name: 'second', match: 'any', conditions: [clicked] },
    ]);
    // What pages need not know makes no other stamp.
    await change(id, 2, { name: 'Renamed', description: 'More' });
    expect((await ask())[1]?.stamp).toBe(stamp);
    await change(id, 3, { match: 'any' });
    expect((await ask())[1]?.stamp).not.toBe(stamp);
    const outdated = await read(path);
    expect(outdated.headers.get('cache-control')).toBe('no-store');
    expect(await outdated.json()).toMatchObject({ events: [{ match: 'any' }, { match: 'any' }] });
  });

  test('is of its project, and of no other', async () => {
    await goLive();
    expect((await read('v1/projects/other/tracked-events/x')).status).toBe(200);
    expect(await (await read('v1/projects/other/tracked-events/x')).json()).toEqual({ events: [] });
    expect((await read('v1/projects/nobody/tracked-events/x')).status).toBe(404);
  });

  test('does not let a page report what is reported by others', async () => {
    const sentAt = house.clock.now;
    const base = { type: 'track', at: sentAt, as: 'browser-000000000000000000000' };
    const commands = [
      { ...base, seq: 1, event: 'experience seen' },
      { ...base, seq: 2, event: 'export_clicked' },
    ];
    const body = { stream: 'stream-000000000000000000000', sentAt, commands };
    const { body: reply } = await house.call('POST', '/sdk/v1/projects/demo/commands', {
      key: null,
      body,
    });
    expect(reply).toMatchObject({ accepted: 1, rejected: [{ seq: 1, code: 'reserved_event' }] });
  });
});
