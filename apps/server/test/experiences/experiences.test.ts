import type { ExperienceBody, ExperienceSummaryBody } from '@muster/protocol';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { addPerson } from '../http/people.ts';
import { openTestHouse, type TestHouse } from '../http/test-house.ts';
import { createExperienceCalls, survey } from './experience-calls.ts';

let house: TestHouse;

beforeEach(async () => {
  await house?.close();
  house = await openTestHouse();
});

afterAll(() => house.close());

const { create, tryCreate, change, get, publish, remove, readAudit } = createExperienceCalls(
  () => house,
);

async function list() {
  const { body } = await house.call<{ experiences: ExperienceSummaryBody[] }>(
    'GET',
    house.at('/experiences'),
  );
  return body.experiences;
}

describe('A new experience', () => {
  test('is a draft for everyone, with the look and the times that are usual', async () => {
    const body = await create('Welcome', { type: 'tour' });
    expect(body).toMatchObject({
      name: 'Welcome',
      type: 'tour',
      status: 'draft',
      steps: [],
      problems: [],
      usedBy: [],
      version: 1,
      createdBy: 'API key write (mk_test_…)',
      theme: { accent: '#4f46e5', mode: 'auto' },
      target: {
        showOn: { type: 'open', delaySeconds: 0 },
        where: { match: 'any', urls: [] },
        who: { type: 'everyone' },
        when: { repeat: { type: 'once' }, priority: 50 },
      },
    });
    expect((await get(body.id)).headers.get('etag')).toBe('"1"');
    expect((await get('nope')).body.code).toBe('experience_not_found');
  });

  test('is listed with its steps by title or number, latest changed first', async () => {
    const first = await create('First', survey);
    house.clock.now += 1000;
    await create('Second');
    expect((await list()).map(({ name }) => name)).toEqual(['Second', 'First']);
    house.clock.now += 1000;
    await change(first.id, 1, { name: 'Renamed' });
    const [latest] = await list();
    expect(latest).toMatchObject({
      name: 'Renamed',
      steps: [
        { id: 'nps', name: 'How likely?', question: 'nps' },
        { id: 'why', name: 'Why?', question: 'text' },
        { id: 'which', name: 'Step 3', question: 'multiple' },
        { id: 'bye', name: 'Step 4', question: null },
      ],
    });
  });

  test.each([
    [{ name: '' }, 'name'],
    [{ name: 'x'.repeat(201) }, 'name'],
    [{ name: 'two\nlines' }, 'name'],
    [{ type: 'popup' }, 'type'],
    [{ status: 'live' }, 'status'],
    [{ colour: 'red' }, 'colour'],
    [{ theme: { accent: 'red' } }, 'theme.accent'],
    [{ steps: [{ id: 'a' }, { id: 'a' }] }, 'steps'],
    [{ steps: [{ id: 'a b' }] }, 'steps[0].id'],
    [{ steps: [{ id: 'a', title: 'x'.repeat(201) }] }, 'steps[0].title'],
    [{ steps: [{ id: 'a', script: 'x' }] }, 'steps[0].script'],
    [{ steps: [{ id: 'a', image: { url: 'javascript:alert(1)' } }] }, 'steps[0].image.url'],
    [
      { steps: [{ id: 'a', buttons: [{ label: 'Go', action: 'link' }] }] },
      'steps[0].buttons[0].url',
    ],
    [
      { steps: [{ id: 'a', question: { kind: 'slider', low: 5, high: 5 } }] },
      'steps[0].question.high',
    ],
    [{ target: { who: { type: 'segments', segmentIds: [] } } }, 'target.who.segmentIds'],
    [{ target: { where: { devices: [] } } }, 'target.where.devices'],
    [{ target: { when: { priority: 101 } } }, 'target.when.priority'],
    [{ target: { showOn: { type: 'event', name: 'x'.repeat(701) } } }, 'target.showOn.name'],
  ])('of %j is refused where it is wrong', async (wrong, path) => {
    const { status, body } = await tryCreate(wrong);
    expect(status).toBe(422);
    expect(body.errors.map((error) => error.path)).toContain(path);
    expect(await list()).toEqual([]);
  });

  test('may be called by anything that is one line, and says it back as it is', async () => {
    const name = '<img src=x onerror=alert(1)> ‮مرحبا 👋🏽 {name} </script>';
    const title = 'x'.repeat(200);
    const { id } = await create(name, { steps: [{ id: 'a', title, body: '<b>no</b>' }] });
    const { body } = await get(id);
    expect(body).toMatchObject({ name, steps: [{ title, body: '<b>no</b>' }] });
    expect((await readAudit()).at(-1)).toMatchObject({
      action: 'experience.created',
      subject: id,
      after: { type: 'banner', name, status: 'draft' },
    });
  });

  test('may not end before it starts', async () => {
    const when = { start: '2026-04-02T00:00:00Z', end: '2026-04-01T00:00:00Z' };
    const { body } = await tryCreate({ target: { when } });
    expect([body.code, body.errors[0]?.path]).toEqual(['invalid_experience', 'target.when.end']);
  });

  test('may have a button that starts one that is there, itself too', async () => {
    const steps = (experienceId: string) => [
      { id: 'a', title: 'A', buttons: [{ label: 'Go', action: 'experience', experienceId }] },
    ];
    const { body } = await tryCreate({ steps: steps('gone') });
    expect(body.errors).toMatchObject([
      { path: 'steps[0].buttons[0].experienceId', code: 'experience_missing' },
    ]);
    const tour = await create('Tour');
    const banner = await create('Banner', { steps: steps(tour.id) });
    expect((await change(banner.id, 1, { steps: steps(banner.id) })).status).toBe(200);
    expect((await change(banner.id, 2, { steps: steps(tour.id) })).status).toBe(200);
    const refused = await remove(tour.id);
    expect([refused.status, refused.body.code]).toEqual([409, 'experience_in_use']);
    expect(refused.body.usedBy).toEqual([{ type: 'experience', id: banner.id, name: 'Banner' }]);
  });
});

describe('A change', () => {
  test('needs the version that it is based on, and says who came before', async () => {
    const ada = await addPerson(house, 'ada', 1, 'editor');
    const { id } = await create('One');
    expect((await change(id, null, { name: 'Two' })).body.code).toBe('version_required');
    expect((await change(id, 'x', { name: 'Two' })).status).toBe(422);
    house.clock.now += 1000;
    const options = { key: null, headers: { ...ada.browser.headers, 'if-match': '"1"' } };
    const path = house.at(`/experiences/${id}`);
    const first = await house.call('PATCH', path, { ...options, body: { name: 'Two' } });
    expect([first.status, first.headers.get('etag')]).toEqual([200, '"2"']);
    const second = await change(id, 1, { name: 'Three' });
    expect([second.status, second.body.code]).toEqual([412, 'version_conflict']);
    expect(second.body.detail).toContain('ada (ada@example.com) changed it');
    expect(second.body).toMatchObject({ version: 2, updatedAt: '2026-03-29T12:00:01.000Z' });
    expect((await get(id)).body).toMatchObject({ name: 'Two', version: 2 });
  });

  test('made by several at once is made by one of them', async () => {
    const { id } = await create('One');
    const replies = await Promise.all(['A', 'B', 'C'].map((name) => change(id, 1, { name })));
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 412, 412]);
    expect((await readAudit()).map(({ action }) => action)).toEqual([
      'experience.created',
      'experience.updated',
    ]);
  });

  test('of nothing makes no version', async () => {
    const { id, steps, theme, target } = await create('One', survey);
    const reply = await change(id, 1, { name: 'One', status: 'draft', steps, theme, target });
    expect([reply.status, reply.body.version]).toEqual([200, 1]);
    expect(await readAudit()).toHaveLength(1);
  });

  test('of the type is not offered', async () => {
    const { id } = await create('One');
    expect((await change(id, 1, { type: 'tour' })).status).toBe(422);
  });

  test('is in the history and in the audit log, and can be taken back', async () => {
    const { id } = await publish('One');
    house.clock.now += 1000;
    await change(id, 2, { name: 'Two', steps: [{ id: 'two', body: 'New' }] });
    const versions = await house.call<{ versions: { name: string; status: string }[] }>(
      'GET',
      house.at(`/experiences/${id}/versions`),
    );
    expect(versions.body.versions).toMatchObject([
      { version: 3, name: 'Two', status: 'live', at: '2026-03-29T12:00:01.000Z' },
      { version: 2, name: 'One', status: 'live' },
      { version: 1, name: 'One', status: 'draft' },
    ]);
    expect((await readAudit()).at(-1)).toMatchObject({
      action: 'experience.updated',
      before: { name: 'One', steps: [{ id: 'one' }] },
      after: { name: 'Two', steps: [{ id: 'two' }] },
    });
    const path = house.at(`/experiences/${id}/restore`);
    const restore = (body: unknown, version: string) =>
      house.call<ExperienceBody>('POST', path, { body, headers: { 'if-match': version } });
    expect((await restore({ version: 1 }, '2')).status).toBe(412);
    expect((await restore({ version: 9 }, '3')).status).toBe(404);
    const { body } = await restore({ version: 1 }, '3');
    // Still live: what it says is restored, not whether it is shown.
    expect(body).toMatchObject({ name: 'One', status: 'live', steps: [{ id: 'one' }], version: 4 });
  });
});

describe('Going live', () => {
  const anchor = { selector: '#save' };

  test.each<[string, unknown[], string | undefined]>([
    ['tour', [], 'steps'],
    ['tour', [{ id: 'a' }], 'steps'],
    ['tour', [{ id: 'a' }, { id: 'b', title: 'B' }], undefined],
    ['banner', [{ id: 'a', buttons: [{ label: 'Go', action: 'dismiss' }] }], 'steps'],
    ['banner', [{ id: 'a', body: 'Text' }], undefined],
    ['post', [], 'steps'],
    ['post', [{ id: 'a', image: { url: '/a.png' } }], undefined],
    ['survey', [{ id: 'a', title: 'No question' }], 'steps'],
    ['survey', [{ id: 'a', question: { kind: 'text' } }], undefined],
    ['hint', [{ id: 'a', title: 'A' }], 'steps[0].anchor'],
    ['hint', [{ id: 'a', anchor }], 'steps'],
    ['hint', [{ id: 'a', title: 'A', anchor }], undefined],
    ['checklist', [], 'steps'],
    ['checklist', [{ id: 'a', title: 'Do it' }], undefined],
    ['resourceCenter', [], 'steps'],
    ['resourceCenter', [{ id: 'a', title: 'Read', who: { type: 'everyone' } }], undefined],
  ])('of a %s with %j', async (type, steps, path) => {
    const { id } = await create('X', { type, steps });
    const { status, body } = await change(id, 1, { status: 'live' });
    if (path === undefined) {
      expect([status, body.status]).toEqual([200, 'live']);
      return;
    }
    expect([status, body.code]).toEqual([422, 'experience_incomplete']);
    expect(body.errors.map((error) => error.path)).toEqual([path]);
    expect((await get(id)).body.status).toBe('draft');
  });

  test('cannot be undermined by taking away what it needs', async () => {
    const { id } = await publish('X');
    expect((await change(id, 2, { steps: [] })).body.code).toBe('experience_incomplete');
    expect((await change(id, 2, { steps: [], status: 'paused' })).status).toBe(200);
    expect((await change(id, 3, { status: 'live' })).body.code).toBe('experience_incomplete');
  });

  test('is told once, when a draft goes live', async () => {
    const read = () => house.store.read((tx) => tx.experiences(1));
    house.clock.now += 5;
    const { id } = await publish('X');
    const at = house.clock.now;
    house.clock.now += 1000;
    await change(id, 2, { status: 'paused' });
    await change(id, 3, { status: 'live' });
    expect(await read()).toMatchObject([{ status: 'live', publishedAt: at }]);
    await change(id, 4, { status: 'draft' });
    await change(id, 5, { status: 'live' });
    expect(await read()).toMatchObject([{ publishedAt: at + 1000 }]);
  });
});

describe('A copy', () => {
  test('is a draft of its own', async () => {
    const original = await publish('Hello');
    const path = house.at(`/experiences/${original.id}/duplicate`);
    const { status, body } = await house.call<ExperienceBody>('POST', path);
    expect(status).toBe(201);
    expect(body).toMatchObject({ name: 'Hello (copy)', status: 'draft', version: 1 });
    expect(body.steps).toEqual(original.steps);
    await change(original.id, 2, { steps: [{ id: 'other', title: 'Other' }] });
    expect((await get(body.id)).body.steps).toEqual(original.steps);
    expect((await house.call('POST', house.at('/experiences/nope/duplicate'))).status).toBe(404);
  });
});

describe('A deletion', () => {
  test('keeps the history, and is refused to who has not seen the last change', async () => {
    const { id } = await publish('Hello');
    const path = house.at(`/experiences/${id}`);
    const removeAt = (version: number) =>
      house.call('DELETE', path, { headers: { 'if-match': `"${version}"` } });
    expect((await removeAt(1)).status).toBe(412);
    expect((await removeAt(2)).status).toBe(204);
    expect((await get(id)).status).toBe(404);
    expect((await removeAt(2)).status).toBe(404);
    const { body } = await house.call<{ versions: unknown[] }>('GET', `${path}/versions`);
    expect(body.versions).toHaveLength(2);
    expect((await readAudit()).at(-1)).toMatchObject({
      action: 'experience.deleted',
      before: { name: 'Hello', status: 'live' },
    });
  });
});
