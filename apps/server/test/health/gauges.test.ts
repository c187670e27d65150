import { expect, it } from 'vitest';
import type { Indexer, IndexerStatus } from '../../src/index/indexer.ts';
import { createIndexLag } from '../../src/modules/health/index-lag.ts';
import { createMetrics } from '../../src/modules/health/metrics.ts';
import { watchIntake } from '../../src/modules/health/watch-intake.ts';
import type { Intake } from '../../src/modules/intake/intake.ts';
import type { ExportRow } from '../../src/store/exports.ts';
import type { ImportRow, ImportSettings } from '../../src/store/import-rows.ts';
import type { Store } from '../../src/store/store.ts';
import { describeOnEngines } from '../store/engines.ts';
import { addProject, addUser, makeEvent, noon } from '../store/samples.ts';
import { makeDelivery } from '../webhooks/worker-house.ts';
import { readSamples } from './read-samples.ts';

const draft: Omit<ImportRow, 'number'> = {
  project: 1,
  id: 'an-import',
  status: 'draft',
  name: 'people.csv',
  description: '',
  fileName: 'people.csv',
  fileBytes: 12,
  contentHash: 'ab',
  totalRows: 3,
  createdAt: noon,
  createdBy: 'Ada',
};
const format = { encoding: 'utf-8', delimiter: ',', quote: '"' } as const;
const settings: ImportSettings = {
  detected: format,
  format,
  columns: [],
  warnings: [],
  identifier: { column: 0, matches: 'id' },
  targets: [],
  options: { createUsers: true, updateUsers: true, blanks: 'keep', segment: null },
};

const file: ExportRow = {
  project: 1,
  id: 'a-file',
  fileName: 'users.csv',
  format: 'csv',
  columns: [],
  whom: { conditions: {} },
  state: 'waiting',
  attempt: 0,
  createdAt: noon,
  createdBy: 'ada',
};

/** An indexer at the position that a test gives it. */
function standStill(given: Partial<IndexerStatus>): Indexer {
  const status = () => ({
    ...{ state: 'following' as const, position: 0, head: 0, excluded: [], unreadableChanges: 0 },
    ...given,
  });
  return { status } as Indexer;
}

const readMetrics = async (store: Store, given: Parameters<typeof createMetrics>[0]) =>
  readSamples(await createMetrics({ ...given, store }).render());

describeOnEngines('What the store says in the metrics', ({ open }) => {
  it('is how much work waits, and moves with it', async () => {
    const store = await open();
    const parts = { store, indexer: standStill({}), now: () => noon };
    const work = async () => {
      const samples = await readMetrics(store, parts);
      return ['imports', 'exports', 'deliveries'].map((queue) =>
        samples.get(`muster_jobs_waiting{queue="${queue}"}`),
      );
    };
    expect(await work()).toEqual([0, 0, 0]);
    const { row, claimed } = await store.write(async (tx) => {
      await tx.insertProject({ id: 'shop', name: 'Shop', timeZone: 'UTC', createdAt: noon });
      await tx.putExport(file);
      await tx.putExport({ ...file, id: 'other', state: 'running' });
      await tx.putExport({ ...file, id: 'old', state: 'done' });
      const row = await tx.insertImport(draft, settings);
      await tx.updateImport({ ...row, status: 'running', startedAt: noon });
      await tx.insertDeliveries([makeDelivery('one'), makeDelivery('two'), makeDelivery('three')]);
      const claim = { project: 1, webhook: 'wh_1', now: noon, until: noon + 1_000, limit: 1 };
      const [claimed] = await tx.claimDeliveries(claim);
      return { row, claimed };
    });
    if (claimed === undefined) throw new Error('Nothing was due.');
    expect(await work()).toEqual([1, 2, 3]);
    await store.write(async (tx) => {
      await tx.putExport({ ...file, state: 'cancelled' });
      await tx.updateDelivery({ ...claimed, state: 'delivered' });
      await tx.updateImport({ ...row, status: 'done', startedAt: noon, endedAt: noon });
    });
    expect(await work()).toEqual([0, 1, 2]);
  });

  it('is how large projects are, for those alone who have shown a token', async () => {
    const store = await open();
    const { number: project } = await addProject(store, 'a "shop"');
    await store.write(async (tx) => {
      const number = await addUser(tx, project, 'ada');
      await tx.insertEvents(project, [makeEvent(number), makeEvent(number, { messageId: 'b' })]);
    });
    for (let one = 0; one < 120; one += 1) await addProject(store, `project-${one}`);
    const parts = { store, indexer: standStill({}), now: () => noon };
    const samples = await readMetrics(store, { ...parts, ofProjects: true });
    expect(samples.get('muster_project_users{project="a \\"shop\\""}')).toBe(1);
    expect(samples.get('muster_project_events{project="a \\"shop\\""}')).toBe(2);
    expect(samples.get('muster_project_events{project="project-98"}')).toBe(0);
    const projects = (of: Map<string, number>) =>
      [...of.keys()].filter((name) => name.startsWith('muster_project_events{')).length;
    expect(projects(samples)).toBe(100);
    expect(projects(await readMetrics(store, parts))).toBe(0);
  });

  it('is missing when the store cannot be asked, and the rest is there', async () => {
    const store = await open();
    const metrics = createMetrics({ store, indexer: standStill({}), now: () => noon });
    expect(readSamples(await metrics.render()).has('muster_jobs_waiting{queue="imports"}')).toBe(
      true,
    );
    await store.close();
    const samples = readSamples(await metrics.render());
    expect(samples.has('muster_jobs_waiting{queue="imports"}')).toBe(false);
    expect(samples.get('muster_index_usable')).toBe(1);
  });

  it('is how far and how long the index is behind', async () => {
    const store = await open();
    const { number: project } = await addProject(store);
    let now = noon;
    // An indexer without an index to write to does not look where the log ends.
    const status = { position: 0, head: 0 };
    const indexer: Indexer = { ...standStill({}), status: () => standStill(status).status() };
    const metrics = createMetrics({ store, indexer, now: () => now });
    const lag = async () => {
      const samples = readSamples(await metrics.render());
      return ['changes', 'seconds'].map((of) => samples.get(`muster_index_lag_${of}`));
    };
    const change = () =>
      store.write((tx) => tx.appendChanges([{ type: 'profiles', project, numbers: [1] }]));
    expect(await lag()).toEqual([0, 0]);
    await change();
    expect(await lag()).toEqual([1, 0]);
    now += 5_000;
    expect(await lag()).toEqual([1, 5]);
    await change();
    expect(await lag()).toEqual([2, 5]);
    now += 2_000;
    status.position = 1;
    expect(await lag()).toEqual([1, 2]);
    status.position = 2;
    expect(await lag()).toEqual([0, 0]);
  });
});

it('A lag is never said too small, and takes a bounded memory', () => {
  const lag = createIndexLag();
  for (let head = 0; head <= 100_000; head += 1) lag.sample(head, head * 1000);
  const now = 100_001_000;
  let before = Number.POSITIVE_INFINITY;
  for (const position of [0, 1, 500, 70_001, 99_998, 99_999]) {
    const seconds = lag.seconds(position, now);
    // The change after it came a second after the log was seen to end there.
    expect(seconds).toBeGreaterThanOrEqual((now - position * 1000) / 1000 - 1);
    expect(seconds).toBeLessThanOrEqual(before);
    before = seconds;
  }
  expect(lag.seconds(100_000, now)).toBe(0);
  // Long after, with nothing new meanwhile, a change is as young as it is.
  lag.sample(100_000, now + 3_600_000);
  lag.sample(100_001, now + 3_601_000);
  expect(lag.seconds(100_000, now + 3_603_000)).toBe(3);
});

it('What waits to be durable is counted until it is answered, however', async () => {
  const counts = new Map<string, number>();
  const observed: string[] = [];
  let end: (() => void) | undefined;
  const intake = {
    receive: () =>
      new Promise((_, reject) => {
        end = () => reject(new Error('full'));
      }),
    close: async () => undefined,
  } as unknown as Intake;
  const watched = watchIntake(intake, {
    countWaiting: (kind, change) => counts.set(kind, (counts.get(kind) ?? 0) + change),
    observeIntake: (kind) => observed.push(kind),
  });
  const receiving = watched.receive({ kind: 'items' } as never);
  expect(counts.get('items')).toBe(1);
  end?.();
  await expect(receiving).rejects.toThrow('full');
  expect([counts.get('items'), observed]).toEqual([0, []]);
});
