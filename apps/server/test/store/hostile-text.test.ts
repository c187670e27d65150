import type { Value } from '@muster/conditions';
import { expect, it } from 'vitest';
import { describeOnEngines } from './engines.ts';
import {
  addProject,
  makeEvent,
  makeExperience,
  makeProfile,
  noon,
  readAllEvents,
} from './samples.ts';

const hostile = [
  '\0',
  'a\0b',
  '\\0',
  '\\',
  '\\\\0\0',
  '\\#',
  '😀👩‍👩‍👧‍👦',
  "'; drop table events; --",
  '"',
  '`',
  '%_\\%',
  '{"json": [1, null]}',
  '{a,b}',
  'NULL',
  '\n\r\t\u2028\u001f',
  'é',
  'e\u0301',
  'İıßΣςK',
  '\u202eright to left',
  ' ',
  '__proto__',
  'constructor',
  '$1 ? :x @y',
  'x'.repeat(512),
  '😀'.repeat(256),
  '\\'.repeat(512),
];

const bodies = [...hostile, '', 'ÿ'.repeat(700), '😀'.repeat(700)];

describeOnEngines('hostile text in the store', ({ open }) => {
  it('comes back from ids and names as it went in, each for itself', async () => {
    const store = await open();
    const { number: project } = await addProject(store);
    await store.write(async (tx) => {
      await tx.putIdentities(
        project,
        hostile.map((id, at) => ({ identity: { kind: 'user', id }, number: at + 1 })),
      );
      await tx.insertEvents(
        project,
        hostile.map((text, at) => makeEvent(at + 1, { name: text, messageId: text })),
      );
    });
    await store.read(async (tx) => {
      const found = await tx.findNumbers(
        project,
        hostile.map((id) => ({ kind: 'user', id })),
      );
      expect(found).toEqual(new Map(hostile.map((id, at) => [`user:${id}`, at + 1])));
      const names = (await tx.eventNames(project)).map(({ name }) => name);
      expect(new Set(names)).toEqual(new Set(hostile));
      for (const [at, name] of hostile.entries()) {
        const [event, ...others] = await tx.findEvents(project, at + 1, [{ source: 'api', name }]);
        expect(event).toStrictEqual(makeEvent(at + 1, { name, messageId: name }));
        expect(others).toEqual([]);
      }
    });
    expect(await readAllEvents(store, project, 7)).toHaveLength(hostile.length);
  });

  it('is told apart as message ids', async () => {
    const store = await open();
    const { number: project } = await addProject(store);
    const keep = () => store.write((tx) => tx.keepNewMessageIds(project, hostile));
    expect(await keep()).toEqual(new Set(hostile));
    expect(await keep()).toEqual(new Set());
  });

  it('comes back from the values and keys of profiles, events and the change log', async () => {
    const store = await open();
    const { number: project } = await addProject(store);
    const values = new Map<string, Value>([
      ...bodies.map((text): [string, Value] => [text || 'empty', text]),
      ['list', bodies],
      ['1', 1],
      ['0', -1.5e-300],
      ['large', 2 ** 53],
    ]);
    const stamped = new Map(
      [...values].map(([key, value]) => [key, { value, source: key, at: noon }]),
    );
    const profile = makeProfile(1, {
      userId: 'a\0b',
      tags: bodies,
      attributes: stamped,
      traits: stamped,
      answers: new Map([...values].map(([key, value]) => [key, { value, at: noon }])),
      interactions: new Map(bodies.map((id) => [id, { seen: noon }])),
      imports: bodies,
    });
    const events = [makeEvent(1, { properties: values })];
    await store.write(async (tx) => {
      await tx.putProfiles(project, [profile]);
      await tx.insertEvents(project, events);
      await tx.appendChanges([{ type: 'events', project, events }]);
    });
    await store.read(async (tx) => {
      expect(await tx.profiles(project, [1])).toStrictEqual([profile]);
      expect(await tx.eventsOf(project, 1, 5)).toStrictEqual(events);
      const [logged] = await tx.changes(0, 5);
      expect(logged?.change).toStrictEqual({ type: 'events', project, events });
    });
    expect(Object.getPrototypeOf({})).toBe(Object.prototype);
    expect('seen' in {}).toBe(false);
  });

  it('comes back from projects, segments, experiences, keys and the audit log', async () => {
    const store = await open();
    const { number: project } = await addProject(store);
    for (const text of hostile) {
      const named = { id: text, name: text, timeZone: 'UTC', createdAt: noon };
      const added = await store.write((tx) => tx.insertProject(named));
      const segment = {
        id: text,
        project,
        name: text,
        description: text,
        conditions: { [text]: text },
        version: 1,
        createdAt: noon,
        createdBy: text,
        updatedAt: noon,
        updatedBy: text,
      };
      const entry = { project, at: noon, by: text, action: text, subject: text, before: text };
      const experience = makeExperience({ id: text, project, name: text, createdBy: text });
      await store.write(async (tx) => {
        await tx.insertSegment(segment);
        await tx.insertExperience(experience);
        await tx.insertAudit(entry);
      });
      await store.read(async (tx) => {
        expect(await tx.project(text)).toStrictEqual(added);
        expect(await tx.segment(project, text)).toEqual(segment);
        expect(await tx.experience(project, text)).toStrictEqual(experience);
        expect(await tx.audit(project, 1)).toMatchObject([entry]);
      });
    }
  });

  it('is refused as a key when it is not well-formed, since two keys could become one', async () => {
    const store = await open();
    const { number: project } = await addProject(store);
    const identity = { kind: 'user' as const, id: 'a\ud800' };
    await expect(
      store.write((tx) => tx.putIdentities(project, [{ identity, number: 1 }])),
    ).rejects.toThrow(/well-formed/);
    await expect(store.write((tx) => tx.keepNewMessageIds(project, ['\udfff']))).rejects.toThrow(
      /well-formed/,
    );
    await expect(
      store.write((tx) => tx.insertEvents(project, [makeEvent(1, { name: '\ud800' })])),
    ).rejects.toThrow(/well-formed/);
  });
});
