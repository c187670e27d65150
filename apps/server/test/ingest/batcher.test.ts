import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type BatcherSettings, createBatcher } from '../../src/modules/ingest/batcher.ts';
import { apiOrigin, type TrackItem } from '../../src/modules/ingest/ingest-item.ts';
import { ClosingError, OverloadedError } from '../../src/modules/ingest/ingest-service.ts';
import { StoreFullError, StoreUnavailableError } from '../../src/store/store-errors.ts';
import { type Faults, makeFaulty } from './faulty-store.ts';
import { insertTestProject, noon, openIngest, type TestIngest } from './open-ingest.ts';

let ingest: TestIngest;
let faults: Faults;
let project: number;
let failures: unknown[];

beforeAll(async () => {
  ingest = await openIngest();
});
afterAll(() => ingest.close());
beforeEach(async () => {
  faults = {};
  failures = [];
  project = (await insertTestProject(ingest.store)).number;
});

function start(settings: Partial<BatcherSettings> = {}) {
  const store = makeFaulty(ingest.store, faults);
  const onFailure = (error: unknown) => failures.push(error);
  return { store, service: createBatcher({ store, onFailure, ...settings }) };
}

let made = 0;
function events(...names: string[]): TrackItem[] {
  return names.map((event) => ({
    type: 'track',
    origin: apiOrigin,
    timestamp: noon,
    arrivedAt: noon,
    identity: { kind: 'user', id: 'ada' },
    event,
    messageId: `e${++made}`,
    hasOwnMessageId: false,
    properties: new Map(),
  }));
}

const of = (items: TrackItem[], more: object = {}) => ({ project, items, bytes: 100, ...more });

async function storedNames(number = project): Promise<string[]> {
  const rows = await ingest.store.read((tx) => tx.scanEvents(number, undefined, 100_000));
  return rows.map(({ name }) => name).sort();
}

/** How many events each write has. */
function watchSizes(): number[] {
  const sizes: number[] = [];
  faults.onInsertEvents = (names) => sizes.push(names.length);
  return sizes;
}

/** Lets each write wait until it is opened. */
function gateWrites() {
  const waiting: (() => void)[] = [];
  faults.beforeWrite = () => new Promise((resolve) => waiting.push(resolve));
  return {
    waiting,
    async open() {
      faults.beforeWrite = undefined;
      while (waiting.length > 0) waiting.shift()?.();
    },
    /** Resolves when a write waits at the gate. */
    async reached() {
      while (waiting.length === 0) await new Promise(setImmediate);
    },
  };
}

const numbered = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${prefix}${String(index).padStart(5, '0')}`);

describe('joining', () => {
  it('writes what comes while a write is under way in one more', async () => {
    const { store, service } = start();
    const gate = gateWrites();
    const first = service.submit(of(events('first')));
    await gate.reached();
    const others = numbered('n', 50).map((name) => service.submit(of(events(name))));
    await gate.open();
    expect((await first).map(({ status }) => status)).toEqual(['accepted']);
    for (const other of others) expect((await other)[0]?.status).toBe('accepted');
    expect(store.writes).toBe(2);
    expect(await storedNames()).toEqual(['first', ...numbered('n', 50)]);
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
    faults.onInsertEvents = (names) => written.push([...new Set(names)]);
    const large = service.submit(of(events(...Array(50).fill('large'))));
    const other = service.submit(of(events(...Array(15).fill('other'))));
    const small = numbered('s', 30).map((name) => service.submit(of(events(name))));
    await Promise.all([large, other, ...small]);
    expect(written).toEqual([
      numbered('s', 20),
      ['large'],
      numbered('s', 30).slice(20),
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
    await Promise.all(sent.map((item) => service.submit({ project, items: [item], bytes: 10 })));
    const [document] = await ingest.store.read((tx) => tx.scanProfiles(project, -1, 10));
    expect(document?.attributes.get('k')?.value).toBe('v00059');
  });

  it('writes several projects at once, and answers each its own', async () => {
    const other = (await insertTestProject(ingest.store)).number;
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

describe('when something fails', () => {
  it('acknowledges nothing before it is durable', async () => {
    const { service } = start();
    let commit = () => {};
    faults.afterCommit = () => new Promise<void>((resolve) => (commit = resolve));
    let isAnswered = false;
    const answer = service.submit(of(events('a'))).then(() => {
      isAnswered = true;
    });
    while ((await storedNames()).length === 0) await new Promise(setImmediate);
    expect(isAnswered).toBe(false);
    commit();
    await answer;
  });

  it('finds the item to blame and keeps all others', async () => {
    const { service } = start();
    const cause = new Error('poison');
    faults.onInsertEvents = (names) => {
      if (names.includes('poison')) throw cause;
    };
    const submissions = [
      events(...numbered('a', 10)),
      events('b1', 'poison', 'b2'),
      events('poison'),
      events(...numbered('c', 10)),
    ];
    const outcomes = await Promise.all(submissions.map((items) => service.submit(of(items))));
    expect(outcomes.map((each) => each.map(({ status }) => status))).toEqual([
      Array(10).fill('accepted'),
      ['accepted', 'failed', 'accepted'],
      ['failed'],
      Array(10).fill('accepted'),
    ]);
    expect(failures).toEqual([cause, cause]);
    expect(await storedNames()).toEqual([...numbered('a', 10), 'b1', 'b2', ...numbered('c', 10)]);
  });

  it('lets an item that failed be sent again', async () => {
    const { service } = start();
    const items = events('a');
    faults.onInsertEvents = () => {
      throw new Error('once');
    };
    expect((await service.submit(of(items)))[0]?.status).toBe('failed');
    faults.onInsertEvents = undefined;
    expect((await service.submit(of(items)))[0]?.status).toBe('accepted');
  });

  it('refuses all when the disk is full, and goes on when it is not any more', async () => {
    const { service, store } = start();
    const items = events('a', 'b');
    faults.onInsertEvents = () => {
      throw new StoreFullError('The disk is full.');
    };
    const answers = await Promise.allSettled([
      service.submit(of(items)),
      service.submit(of(events('c'))),
    ]);
    for (const answer of answers) {
      expect(answer).toMatchObject({ status: 'rejected', reason: expect.any(StoreFullError) });
    }
    expect(store.writes).toBe(1);
    expect(failures).toEqual([]);
    expect(await storedNames()).toEqual([]);
    faults.onInsertEvents = undefined;
    expect((await service.submit(of(items))).map(({ status }) => status)).toEqual([
      'accepted',
      'accepted',
    ]);
  });

  it('drops the rest of a submission that failed, and only that', async () => {
    const { service } = start({ maxBatchItems: 15 });
    let writes = 0;
    faults.beforeWrite = () => {
      writes += 1;
      if (writes === 2) throw new StoreUnavailableError('Gone.');
    };
    const large = service.submit(of(events(...numbered('large', 40))));
    const next = service.submit(of(events(...numbered('next', 12))));
    await expect(large).rejects.toThrow(StoreUnavailableError);
    expect(await next).toHaveLength(12);
    expect(await storedNames()).toEqual([...numbered('large', 15), ...numbered('next', 12)]);
    expect(service.load()).toEqual({ queuedItems: 0, queuedBytes: 0 });
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

describe('under random failures', () => {
  it('what is acknowledged is stored, exactly once; what is not acknowledged may be sent again', async () => {
    const fault = fc.constantFrom('none', 'none', 'unavailable', 'lost answer', 'bug');
    const sizes = fc.array(fc.integer({ min: 1, max: 25 }), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(sizes, fc.array(fault, { maxLength: 12 }), async (counts, plan) => {
        project = (await insertTestProject(ingest.store)).number;
        const { service } = start({ maxBatchItems: 8 });
        let turn = 0;
        let current: string | undefined;
        faults.beforeWrite = () => {
          current = plan[turn];
          turn += 1;
        };
        faults.onInsertEvents = () => {
          if (current === 'unavailable') throw new StoreUnavailableError('Gone.');
          if (current === 'bug') throw new Error('A bug.');
        };
        faults.afterCommit = () => {
          if (current === 'lost answer') throw new StoreUnavailableError('The connection broke.');
        };
        const submissions = counts.map((count, index) => events(...numbered(`s${index}-`, count)));
        const answers = await Promise.allSettled(
          submissions.map((items) => service.submit(of(items))),
        );
        const stored = new Set(await storedNames());
        for (const [index, answer] of answers.entries()) {
          if (answer.status === 'rejected') {
            expect(answer.reason).toBeInstanceOf(StoreUnavailableError);
            continue;
          }
          const acknowledged = answer.value.map(({ status }) => status === 'accepted');
          const names = submissions[index]?.map(({ event }) => event) ?? [];
          expect(names.map((name) => stored.has(name))).toEqual(acknowledged);
        }
        expect(service.load()).toEqual({ queuedItems: 0, queuedBytes: 0 });

        Object.assign(faults, {
          beforeWrite: undefined,
          onInsertEvents: undefined,
          afterCommit: undefined,
        });
        await Promise.all(submissions.map((items) => service.submit(of(items))));
        const all = submissions.flat().map(({ event }) => event);
        expect(await storedNames()).toEqual(all.sort());
      }),
      { numRuns: 60 },
    );
  });
});
