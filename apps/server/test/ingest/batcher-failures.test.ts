import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ProjectGoneError,
  StoreFullError,
  StoreUnavailableError,
} from '../../src/store/store-errors.ts';
import { events, numbered, useBatching } from './use-batching.ts';

const batching = useBatching();
const { start, of, storedNames, gateWrites } = batching;

describe('when something fails', () => {
  it('acknowledges nothing before it is durable', async () => {
    const { service } = start();
    let commit = () => {};
    batching.faults.afterCommit = () => new Promise<void>((resolve) => (commit = resolve));
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
    batching.faults.onInsertEvents = (names) => {
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
    expect(batching.failures).toEqual([cause, cause]);
    expect(await storedNames()).toEqual([...numbered('a', 10), 'b1', 'b2', ...numbered('c', 10)]);
  });

  it('refuses what is for a project that was deleted meanwhile, and keeps what is beside it', async () => {
    const { service, store } = start();
    const gate = gateWrites();
    const first = service.submit(of(events('a')));
    await gate.reached();
    const other = await batching.newProject();
    const late = service.submit(of(events('b', 'c')));
    const beside = service.submit(of(events('d'), { project: other }));
    await batching.store.write((tx) =>
      tx.deleteProject(
        { number: batching.project, id: 'gone', name: 'Gone' },
        { at: 0, by: 'Ada' },
      ),
    );
    await gate.open();
    for (const refused of [first, late]) await expect(refused).rejects.toThrow(ProjectGoneError);
    expect(await beside).toMatchObject([{ status: 'accepted' }]);
    expect(await storedNames()).toEqual([]);
    expect(await storedNames(other)).toEqual(['d']);
    expect(batching.failures).toEqual([]);
    await store.settle();
  });

  it('keeps a batch when one that was taken along is to blame', async () => {
    const { service } = start();
    const gate = gateWrites();
    const large = service.submit(of(events(...numbered('l', 12))));
    await gate.reached();
    batching.faults.onInsertEvents = (names) => {
      if (names.includes('poison')) throw new Error('poison');
    };
    const late = service.submit(of(events('poison', 'late')));
    await gate.open();
    expect((await large).map(({ status }) => status)).toEqual(Array(12).fill('accepted'));
    expect((await late).map(({ status }) => status)).toEqual(['failed', 'accepted']);
    expect(await storedNames()).toEqual([...numbered('l', 12), 'late']);
  });

  it('refuses with a batch what was taken along', async () => {
    const { service } = start();
    const gate = gateWrites();
    const large = service.submit(of(events(...numbered('l', 12))));
    await gate.reached();
    batching.faults.onInsertEvents = (names) => {
      if (names.includes('late')) throw new StoreFullError('The disk is full.');
    };
    const late = service.submit(of(events('late')));
    const refusals = Promise.all([
      expect(large).rejects.toThrow(StoreFullError),
      expect(late).rejects.toThrow(StoreFullError),
    ]);
    await gate.open();
    await refusals;
    expect(service.load()).toEqual({ queuedItems: 0, queuedBytes: 0 });
    expect(await storedNames()).toEqual([]);
  });

  it('lets an item that failed be sent again', async () => {
    const { service } = start();
    const items = events('a');
    batching.faults.onInsertEvents = () => {
      throw new Error('once');
    };
    expect((await service.submit(of(items)))[0]?.status).toBe('failed');
    batching.faults.onInsertEvents = undefined;
    expect((await service.submit(of(items)))[0]?.status).toBe('accepted');
  });

  it('refuses all when the disk is full, and goes on when it is not any more', async () => {
    const { service, store } = start();
    const items = events('a', 'b');
    batching.faults.onInsertEvents = () => {
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
    expect(batching.failures).toEqual([]);
    expect(await storedNames()).toEqual([]);
    batching.faults.onInsertEvents = undefined;
    expect((await service.submit(of(items))).map(({ status }) => status)).toEqual([
      'accepted',
      'accepted',
    ]);
  });

  it('drops the rest of a submission that failed, and only that', async () => {
    const { service } = start({ maxBatchItems: 15 });
    let writes = 0;
    batching.faults.beforeWrite = () => {
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

describe('under random failures', () => {
  it('what is acknowledged is stored, exactly once; what is not acknowledged may be sent again', async () => {
    const fault = fc.constantFrom('none', 'none', 'unavailable', 'lost answer', 'bug');
    const sizes = fc.array(fc.integer({ min: 1, max: 25 }), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(sizes, fc.array(fault, { maxLength: 12 }), async (counts, plan) => {
        const project = await batching.newProject();
        const { service } = start({ maxBatchItems: 8 });
        let turn = 0;
        let current: string | undefined;
        batching.faults.beforeWrite = () => {
          current = plan[turn];
          turn += 1;
        };
        batching.faults.onInsertEvents = () => {
          if (current === 'unavailable') throw new StoreUnavailableError('Gone.');
          if (current === 'bug') throw new Error('A bug.');
        };
        batching.faults.afterCommit = () => {
          if (current === 'lost answer') throw new StoreUnavailableError('The connection broke.');
        };
        const submissions = counts.map((count, index) => events(...numbered(`s${index}-`, count)));
        const answers = await Promise.allSettled(
          submissions.map((items) => service.submit(of(items, { project }))),
        );
        const stored = new Set(await storedNames(project));
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

        Object.assign(batching.faults, {
          beforeWrite: undefined,
          onInsertEvents: undefined,
          afterCommit: undefined,
        });
        await Promise.all(submissions.map((items) => service.submit(of(items, { project }))));
        const all = submissions.flat().map(({ event }) => event);
        expect(await storedNames(project)).toEqual(all.sort());
      }),
      { numRuns: 60 },
    );
  });
});
