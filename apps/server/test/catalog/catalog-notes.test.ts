import type { CatalogBody, CatalogSubject, EventVolumesBody } from '@muster/protocol';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { addPerson } from '../http/people.ts';
import { allOf, isOneOf, keys, openTestHouse, type TestHouse } from '../http/test-house.ts';

let house: TestHouse;

beforeEach(async () => {
  house = await openTestHouse();
});

afterEach(() => house.close());

const plan: CatalogSubject = { type: 'attribute', source: 'custom', key: 'plan' };
const bought: CatalogSubject = { type: 'event', source: 'api', name: 'bought' };
const dollars: CatalogSubject = { ...bought, type: 'property', key: 'dollars' };

const note = (subject: CatalogSubject, wishes: object, options: object = {}) =>
  house.call('PATCH', house.at('/catalog'), { body: { subject, ...wishes }, ...options });

const readCatalog = async () => (await house.call<CatalogBody>('GET', house.at('/catalog'))).body;

const countPlan = async () =>
  (
    await house.call('POST', house.at('/audience/count'), {
      body: { conditions: allOf(isOneOf('plan', 'Pro')) },
    })
  ).body.count;

describe('A note', () => {
  beforeEach(() =>
    house.send(
      { type: 'identify', userId: 'a', traits: { plan: 'Pro' } },
      { type: 'track', userId: 'a', event: 'bought', properties: { dollars: 1 } },
    ),
  );

  test('hides and describes, everywhere, and changes no audience', async () => {
    for (const subject of [plan, bought, dollars]) {
      const { status, body } = await note(subject, { hidden: true, description: ' Ours \n' });
      expect([status, body]).toEqual([200, { subject, hidden: true, description: 'Ours' }]);
    }
    const said = { hidden: true, description: 'Ours' };
    const { attributes, events, native } = await readCatalog();
    expect(attributes).toMatchObject([{ key: 'plan', ...said }]);
    expect(events).toMatchObject([{ name: 'bought', ...said }]);
    expect(native[0]).toMatchObject({ key: 'id', hidden: false, description: '' });
    const volumes = await house.call<EventVolumesBody>('GET', house.at('/catalog/events'));
    expect(volumes.body.events).toMatchObject([{ name: 'bought', ...said }]);
    const path = house.at('/catalog/properties?source=api&name=bought');
    const { body } = await house.call('GET', path);
    expect(body).toMatchObject({ properties: [{ key: 'dollars', ...said }] });
    expect(await countPlan()).toBe(1);
  });

  test('is changed in part and taken back', async () => {
    await note(plan, { hidden: true });
    await note(plan, { description: 'Ours' });
    expect((await readCatalog()).attributes[0]).toMatchObject({
      hidden: true,
      description: 'Ours',
    });
    await note(plan, { hidden: false });
    await note(plan, { description: '' });
    expect((await readCatalog()).attributes[0]).toMatchObject({ hidden: false, description: '' });
    expect(await house.store.read((tx) => tx.catalogNotes(1))).toEqual([]);
  });

  test('is in the audit log with before and after, unless it changes nothing', async () => {
    const editor = await addPerson(house, 'editor', 1, 'editor');
    await note(plan, { description: 'Ours' }, editor.browser);
    await note(plan, { description: 'Ours', hidden: false }, editor.browser);
    await note(dollars, {});
    const [entry, ...others] = await house.store.read((tx) => tx.audit(1, 10));
    expect(others).toEqual([]);
    expect(entry).toMatchObject({
      action: 'catalog.noted',
      subject: 'attribute custom plan',
      before: { hidden: false, description: '' },
      after: { hidden: false, description: 'Ours' },
    });
    expect(entry?.by).toContain('editor@example.com');
  });

  test('of what cannot be is refused, with the place', async () => {
    const refused = async (subject: object, wishes: object) => {
      const { status, body } = await note(subject as CatalogSubject, wishes);
      return [status, (body.errors as { path: string }[])[0]?.path];
    };
    const native = { type: 'attribute', source: 'native', key: 'plan' };
    expect(await refused(native, { hidden: true })).toEqual([422, 'key']);
    expect(await refused(plan, { description: 'x'.repeat(501) })).toEqual([422, 'description']);
    expect(await refused(plan, { description: '\u0000' })).toEqual([422, 'description']);
    expect(await refused({ ...plan, key: 'x'.repeat(201) }, {})).toEqual([422, 'subject.key']);
    expect(await refused({ ...bought, source: 'nowhere' }, {})).toEqual([422, 'subject.source']);
    const viewer = await addPerson(house, 'viewer', 1, 'viewer');
    expect((await note(plan, { hidden: true }, viewer.browser)).status).toBe(403);
    expect((await note(plan, { hidden: true }, { key: keys.read })).status).toBe(403);
    expect(await house.store.read((tx) => tx.catalogNotes(1))).toEqual([]);
  });

  test('is of one project', async () => {
    await note(plan, { hidden: true });
    expect(await house.store.read((tx) => tx.catalogNotes(2))).toEqual([]);
  });
});
