import { expect, it } from 'vitest';
import type { EventQuery, EventRow } from '../../src/store/store.ts';
import { describeOnEngines } from './engines.ts';
import { addProject, makeEvent, noon, readAllEvents } from './samples.ts';

const ids = (events: readonly EventRow[]) => events.map(({ messageId }) => messageId).sort();

describeOnEngines('events in the store', ({ open }) => {
  it('keeps an event as it was given', async () => {
    const store = await open();
    const { number: project } = await addProject(store);
    const event = makeEvent(1, {
      source: 'segment',
      timestamp: -62_135_596_800_001,
      properties: new Map<string, string | number | boolean | string[]>([
        ['amount', 12.5],
        ['coupon', ''],
        ['first', false],
        ['items', ['a', 'b']],
      ]),
    });
    await store.write((tx) => tx.insertEvents(project, [event]));
    expect(await readAllEvents(store, project)).toStrictEqual([event]);
  });

  it('finds only what the queries ask for, each event once', async () => {
    const store = await open();
    const { number: project } = await addProject(store);
    const at = (messageId: string, timestamp: number, given: Partial<EventRow> = {}) =>
      makeEvent(1, { messageId, timestamp, ...given });
    await store.write((tx) =>
      tx.insertEvents(project, [
        at('p1', 1),
        at('p2', 2),
        at('p2b', 2),
        at('p5', 5),
        at('p9', 9),
        at('v2', 2, { name: 'view' }),
        at('s2', 2, { source: 'segment' }),
        makeEvent(2, { messageId: 'hers', timestamp: 2 }),
      ]),
    );
    const purchase = { source: 'api', name: 'purchase' } as const;
    const cases: [EventQuery[], string[]][] = [
      [[], []],
      [[purchase], ['p1', 'p2', 'p2b', 'p5', 'p9']],
      [[{ ...purchase, from: 2, until: 5 }], ['p2', 'p2b']],
      [[{ ...purchase, from: 2 }], ['p2', 'p2b', 'p5', 'p9']],
      [[{ ...purchase, until: 2 }], ['p1']],
      [[{ ...purchase, from: 5, until: 5 }], []],
      [
        [
          { ...purchase, from: 1, until: 3 },
          { ...purchase, from: 2, until: 6 },
        ],
        ['p1', 'p2', 'p2b', 'p5'],
      ],
      [
        [
          { ...purchase, from: 9 },
          { ...purchase, until: 2 },
          { source: 'api', name: 'view' },
        ],
        ['p1', 'p9', 'v2'],
      ],
      [[{ source: 'segment', name: 'purchase' }], ['s2']],
      [[{ source: 'app', name: 'purchase' }], []],
      [[{ source: 'api', name: 'Purchase' }], []],
    ];
    for (const [queries, expected] of cases) {
      const found = await store.read((tx) => tx.findEvents(project, 1, queries));
      expect(ids(found), JSON.stringify(queries)).toEqual(expected);
    }
    expect(await store.read((tx) => tx.findEvents(project + 1, 1, [purchase]))).toEqual([]);
  });

  it('lists the events of a user, newest first', async () => {
    const store = await open();
    const { number: project } = await addProject(store);
    await store.write((tx) =>
      tx.insertEvents(
        project,
        [3, 1, 2].map((timestamp) => makeEvent(1, { timestamp, messageId: `m${timestamp}` })),
      ),
    );
    const latest = await store.read((tx) => tx.eventsOf(project, 1, 2));
    expect(latest.map(({ timestamp }) => timestamp)).toEqual([3, 2]);
  });

  it('goes on after any event of a user, also among those of one instant', async () => {
    const store = await open();
    const { number: project } = await addProject(store);
    const events = [1, 2, 2, 2, 2, 3].map((timestamp, index) =>
      makeEvent(1, {
        timestamp,
        messageId: `${'long'.repeat(20)}${index}`,
        name: index % 2 === 0 ? 'a\\\0b' : 'buy',
        source: index === 3 ? 'segment' : 'api',
      }),
    );
    await store.write((tx) => tx.insertEvents(project, events));
    await store.read(async (tx) => {
      const all = await tx.eventsOf(project, 1, 10);
      expect(all).toHaveLength(6);
      for (const [index, event] of all.entries()) {
        const rest = await tx.eventsOf(project, 1, 10, event);
        expect(rest).toStrictEqual(all.slice(index + 1));
      }
    });
  });

  it('leaves an event that is there already as it is, and counts it once', async () => {
    const store = await open();
    const { number: project } = await addProject(store);
    const event = makeEvent(1, { properties: new Map([['amount', 1]]) });
    await store.write((tx) => tx.insertEvents(project, [event]));
    await store.write((tx) =>
      tx.insertEvents(project, [
        { ...event, properties: new Map([['amount', 2]]) },
        { ...event, messageId: 'another' },
      ]),
    );
    expect(ids(await readAllEvents(store, project))).toEqual(['another', 'message-1']);
    const found = await store.read((tx) =>
      tx.findEvents(project, 1, [{ source: 'api', name: 'purchase' }]),
    );
    expect(found.find(({ messageId }) => messageId === 'message-1')?.properties.get('amount')).toBe(
      1,
    );
    expect(await store.read((tx) => tx.countEvents(project))).toBe(2);
  });

  it('scans the events of a project in key order, wherever batches are cut', async () => {
    const store = await open();
    const { number: project } = await addProject(store);
    const { number: other } = await addProject(store, 'other');
    // Names whose order by bytes, by UTF-16 and by language differ.
    const names = ['a', 'B', 'é', 'z', '\u{ff61}', '😀'];
    const events = names.flatMap((name, at) =>
      [2, 1].flatMap((number) =>
        ['app', 'api'].map((source) =>
          makeEvent(number, {
            name,
            source: source as EventRow['source'],
            timestamp: noon + (at % 2),
            messageId: `m-${name}-${number}`,
          }),
        ),
      ),
    );
    await store.write(async (tx) => {
      await tx.insertEvents(project, events);
      await tx.insertEvents(other, [makeEvent(1)]);
    });
    const bytes = (text: string) => Buffer.from(text).toString('hex');
    const expected = [...events].sort(
      (one, next) =>
        one.number - next.number ||
        one.source.localeCompare(next.source) ||
        (bytes(one.name) < bytes(next.name) ? -1 : 1),
    );
    for (const limit of [1, 5, 24, 100]) {
      expect(await readAllEvents(store, project, limit), `by ${limit}`).toEqual(expected);
    }
  });

  it('knows the message ids it has seen, over batches and projects', async () => {
    const store = await open();
    const { number: project } = await addProject(store);
    const { number: other } = await addProject(store, 'other');
    const uuid = '0190a5b2-1c3d-7e4f-8a9b-0c1d2e3f4a5b';
    const long = 'x'.repeat(33);
    const batch = ['a', uuid, long, 'a'];
    const keep = (number: number, messageIds: string[]) =>
      store.write((tx) => tx.keepNewMessageIds(number, messageIds));
    expect(await keep(project, batch)).toEqual(new Set(['a', uuid, long]));
    expect(await keep(project, batch)).toEqual(new Set());
    expect(await keep(project, [`${long}x`, uuid.toUpperCase(), 'A', ...batch])).toEqual(
      new Set([`${long}x`, uuid.toUpperCase(), 'A']),
    );
    expect(await keep(other, batch)).toEqual(new Set(batch));
    expect(await keep(project, [])).toEqual(new Set());
  });

  it('catalogues the names that events have had, also after they are gone', async () => {
    const store = await open();
    const { number: project } = await addProject(store);
    await store.write((tx) =>
      tx.insertEvents(project, [
        makeEvent(1, { name: 'view', messageId: '1' }),
        makeEvent(1, { name: 'view', source: 'app', messageId: '2' }),
        makeEvent(1, { name: 'buy', messageId: '3' }),
      ]),
    );
    await store.write((tx) => tx.insertEvents(project, [makeEvent(2, { name: 'view' })]));
    await store.write((tx) => tx.erase(project, 1));
    expect(await store.read((tx) => tx.eventNames(project))).toEqual([
      { source: 'api', name: 'buy' },
      { source: 'api', name: 'view' },
      { source: 'app', name: 'view' },
    ]);
    expect(await store.read((tx) => tx.eventNames(project + 1))).toEqual([]);
  });
});
