import { describe, expect, it } from 'vitest';
import { apiOrigin } from '../../src/modules/ingest/ingest-item.ts';
import {
  ClosingError,
  type Outcome,
  OverloadedError,
} from '../../src/modules/ingest/ingest-service.ts';
import { noon } from './open-ingest.ts';
import { events, numbered, useBatching } from './use-batching.ts';

const batching = useBatching();
const { start, of, storedNames, watchSizes, gateWrites } = batching;

describe('joining', () => {
  it('writes what comes while a commit is under way in one more', async () => {
    const { store, service } = start();
    const others: Promise<Outcome[]>[] = [];
    batching.faults.afterCommit = () => {
      batching.faults.afterCommit = undefined;
      others.push(...numbered('n', 50).map((name) => service.submit(of(events(name)))));
    };
    const first = await service.submit(of(events('first')));
    expect(first.map(({ status }) => status)).toEqual(['accepted']);
    expect(others).toHaveLength(50);
    for (const other of others) expect((await other)[0]?.status).toBe('accepted');
    expect(store.writes).toBe(2);
    expect(await storedNames()).toEqual(['first', ...numbered('n', 50)]);
  });

  it('takes small submissions along that come before the commit', async () => {
    const { store, service } = start({ fewBatchItems: 5 });
    const gate = gateWrites();
    const large = service.submit(of(events(...numbered('l', 30))));
    await gate.reached();
    const small = numbered('s', 7).map((name) => service.submit(of(events(name))));
    const other = service.submit(of(events(...numbered('o', 30))));
    const sizes = watchSizes();
    await gate.open();
    expect((await Promise.all([large, ...small])).flat()).toEqual(
      Array(37).fill({ status: 'accepted', refusals: [] }),
    );
    await other;
    // Five of the seven along with the first, two by themselves, and then the other large one.
    expect(sizes).toEqual([30, 5, 2, 30]);
    expect(store.writes).toBe(3);
  });

  it('joins what comes in one turn of the event loop', async () => {
    const { store, service } = start();
    await Promise.all(numbered('n', 20).map((name) => service.submit(of(events(name)))));
    expect(store.writes).toBe(1);
  });

  it('cuts what is larger than a batch, and nothing else', async () => {
    const { service } = start({ maxBatchItems: 30 });
    const sizes = watchSizes();
    const counts = [27, 25, 63, 14, 14, 14];
    const outcomes = await Promise.all(
      counts.map((count) => service.submit(of(events(...numbered('n', count))))),
    );
    expect(outcomes.map(({ length }) => length)).toEqual(counts);
    expect(sizes).toEqual([27, 25, 30, 30, 3 + 14, 14 + 14]);
  });

  it('lets small submissions overtake large ones, and both go on', async () => {
    const { service } = start({ maxBatchItems: 20 });
    const written: string[][] = [];
    batching.faults.onInsertEvents = (names) => written.push([...new Set(names)]);
    const large = service.submit(of(events(...Array(50).fill('large'))));
    const other = service.submit(of(events(...Array(15).fill('other'))));
    const small = numbered('s', 90).map((name) => service.submit(of(events(name))));
    await Promise.all([large, other, ...small]);
    // Each batch takes some of the small ones along.
    expect(written).toEqual([
      numbered('s', 20),
      numbered('s', 40).slice(20),
      ['large'],
      numbered('s', 60).slice(40),
      numbered('s', 80).slice(60),
      numbered('s', 90).slice(80),
      ['large'],
      ['large'],
      ['other'],
    ]);
  });

  it('writes larger batches the more waits, and leaves whole what fits', async () => {
    const { service } = start({ fewBatchItems: 10, maxBatchItems: 40 });
    const sizes = watchSizes();
    const counts = [...Array(6).fill(11), 30, ...Array(3).fill(5)];
    await Promise.all(counts.map((count) => service.submit(of(events(...numbered('n', count))))));
    // Of 96 large items 24 may go at once, of 74 18, and so on; the small ones go first.
    expect(sizes).toEqual([15, 22, 11, 11, 11, 11, 30]);
  });

  it('writes what is in no hurry in larger batches, in order', async () => {
    const { service } = start({ maxBatchItems: 20, maxUnhurriedItems: 60 });
    const sizes = watchSizes();
    await Promise.all([
      service.submit(of(events(...numbered('a', 100)), { isUnhurried: true })),
      service.submit(of(events('b'), { isUnhurried: true })),
    ]);
    expect(sizes).toEqual([60, 41]);
  });

  it('cuts by bytes too', async () => {
    const { service } = start({ maxBatchBytes: 1000 });
    const sizes = watchSizes();
    await Promise.all([
      service.submit(of(events('a', 'b'), { bytes: 600 })),
      service.submit(of(events('c', 'd'), { bytes: 600 })),
      service.submit(of(events('e', 'f', 'g', 'h', 'i'), { bytes: 2500 })),
      service.submit(of(events('j'), { bytes: 5000 })),
    ]);
    expect(sizes).toEqual([2, 2, 2, 2, 1, 1]);
  });

  it('keeps the order of the calls', async () => {
    const { service } = start({ maxBatchItems: 7 });
    const sent = numbered('v', 60).map((value) => ({
      type: 'identify' as const,
      origin: apiOrigin,
      timestamp: noon,
      arrivedAt: noon,
      userId: 'ada',
      attributes: new Map([['k', value]]),
    }));
    await Promise.all(
      sent.map((item) => service.submit({ project: batching.project, items: [item], bytes: 10 })),
    );
    const [document] = await batching.store.read((tx) => tx.scanProfiles(batching.project, -1, 10));
    expect(document?.attributes.get('k')?.value).toBe('v00059');
  });

  it('writes several projects at once, and answers each its own', async () => {
    const other = await batching.newProject();
    const { store, service } = start();
    const [known] = events('b1');
    if (known) await service.submit(of([known], { project: other }));
    const outcomes = await Promise.all([
      service.submit(of(events('a1'))),
      service.submit(of([...(known ? [known] : []), ...events('b2')], { project: other })),
      service.submit(of(events('a2'))),
    ]);
    expect(outcomes.map((each) => each.map(({ status }) => status))).toEqual([
      ['accepted'],
      ['duplicate', 'accepted'],
      ['accepted'],
    ]);
    expect(store.writes).toBe(2);
    expect(await storedNames()).toEqual(['a1', 'a2']);
    expect(await storedNames(other)).toEqual(['b1', 'b2']);
  });

  it('answers an empty submission without a write', async () => {
    const { store, service } = start();
    expect(await service.submit(of([]))).toEqual([]);
    expect(store.writes).toBe(0);
  });
});

describe('back-pressure', () => {
  it('refuses what is beyond the limit of items, and takes it when there is room', async () => {
    const { service } = start({ maxQueuedItems: 10 });
    const gate = gateWrites();
    const taken = [service.submit(of(events(...numbered('a', 6))))];
    await gate.reached();
    taken.push(service.submit(of(events(...numbered('b', 4)))));
    const refused = await service.submit(of(events('c'))).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(OverloadedError);
    expect(refused).toMatchObject({ retryAfterSeconds: 1 });
    expect(service.load()).toEqual({ queuedItems: 10, queuedBytes: 200 });
    await gate.open();
    await Promise.all(taken);
    await service.submit(of(events('c')));
    expect(await storedNames()).toHaveLength(11);
  });

  it('refuses what is beyond the limit of bytes', async () => {
    const { service } = start({ maxQueuedBytes: 1000 });
    const gate = gateWrites();
    const taken = service.submit(of(events('a'), { bytes: 900 }));
    await gate.reached();
    await expect(service.submit(of(events('b'), { bytes: 101 }))).rejects.toThrow(OverloadedError);
    const alsoTaken = service.submit(of(events('b'), { bytes: 100 }));
    await gate.open();
    await Promise.all([taken, alsoTaken]);
  });

  it('refuses early what would be answered late, and says when to come again', async () => {
    const clock = { now: 0 };
    const { service } = start({ maxWaitMs: 5_000, clock: () => clock.now });
    // A hundred items took a second.
    batching.faults.afterCommit = () => {
      clock.now += 1_000;
    };
    await service.submit(of(events(...numbered('a', 100))));
    const gate = gateWrites();
    const taken = [service.submit(of(events(...numbered('b', 300))))];
    await gate.reached();
    // Three seconds wait, then seven and a half.
    taken.push(service.submit(of(events(...numbered('c', 450)))));
    const refused = await service
      .submit(of(events(...numbered('d', 11))))
      .catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(OverloadedError);
    expect(refused).toMatchObject({ retryAfterSeconds: 3 });
    // What goes before the others, or is in no hurry, does not wait that long, or may.
    taken.push(service.submit(of(events('e'))));
    taken.push(service.submit(of(events(...numbered('f', 11)), { isUnhurried: true })));
    await gate.open();
    await Promise.all(taken);
    await service.submit(of(events(...numbered('d', 11))));
    expect(await storedNames()).toHaveLength(100 + 300 + 450 + 1 + 11 + 11);
  });

  it('takes one that is alone whatever its size', async () => {
    const { service } = start({ maxQueuedItems: 2, maxQueuedBytes: 10 });
    expect(await service.submit(of(events(...numbered('a', 30)), { bytes: 500 }))).toHaveLength(30);
  });
});

describe('close', () => {
  it('finishes what was taken and takes nothing more', async () => {
    const { service } = start({ maxBatchItems: 10 });
    const gate = gateWrites();
    const taken = numbered('a', 5).map((prefix) =>
      service.submit(of(events(...numbered(prefix, 7)))),
    );
    await gate.reached();
    let isClosed = false;
    const closed = service.close().then(() => {
      isClosed = true;
    });
    for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
    expect(isClosed).toBe(false);
    await expect(service.submit(of(events('late')))).rejects.toThrow(ClosingError);
    await gate.open();
    await closed;
    expect((await Promise.all(taken)).flat()).toHaveLength(35);
    expect(await storedNames()).toHaveLength(35);
    await service.close();
  });
});
