import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HttpProblem } from '../../src/http/problem.ts';
import { apiOrigin } from '../../src/modules/ingest/ingest-item.ts';
import { ClosingError, OverloadedError } from '../../src/modules/ingest/ingest-service.ts';
import type { ItemsParcel } from '../../src/modules/intake/intake.ts';
import {
  IntakeDiedError,
  startThreadedIntake,
  type ThreadedIntake,
  type ThreadedIntakeSettings,
} from '../../src/modules/intake/threaded-intake.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Store } from '../../src/store/store.ts';
import {
  ProjectGoneError,
  StoreBusyError,
  StoreCorruptError,
} from '../../src/store/store-errors.ts';
import { insertTestProject, noon } from '../ingest/open-ingest.ts';
import { makeProfile } from '../store/samples.ts';

// As built: a thread is started from a file, and that is the file it has in earnest.
const program = new URL('../../dist/intake-main.js', import.meta.url);

let dataDir: string;
let intake: ThreadedIntake;
let store: Store;
let project: number;
let failures: unknown[];
let stored: object[];

async function open(settings: Partial<ThreadedIntakeSettings> = {}): Promise<void> {
  const onFailure = (error: unknown) => failures.push(error);
  intake = await startThreadedIntake({
    program,
    dataDir,
    onFailure,
    onStored: (counts) => stored.push(counts),
    ...settings,
  });
  store = await openStore({ dataDir, turns: intake.turns });
}

async function close(): Promise<void> {
  await intake.close();
  await store.close();
}

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'muster-intake-'));
  failures = [];
  stored = [];
  await open();
  project = (await insertTestProject(store)).number;
});
afterEach(async () => {
  await close();
  rmSync(dataDir, { recursive: true });
});

const encoder = new TextEncoder();

function parcelOf(body: unknown, more: Partial<ItemsParcel> = {}): ItemsParcel {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return {
    kind: 'items',
    project,
    timeZone: 'UTC',
    body: encoder.encode(text),
    origin: apiOrigin,
    arrivedAt: noon,
    ...more,
  };
}

const track = (event: string, more: object = {}) => ({
  type: 'track',
  userId: 'ada',
  event,
  ...more,
});

const numbered = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${prefix}${String(index).padStart(5, '0')}`);

async function storedNames(): Promise<string[]> {
  const rows = await store.read((tx) => tx.scanEvents(project, undefined, 1_000_000));
  return rows.map(({ name }) => name).sort();
}

describe('a parcel', () => {
  it('is answered when another connection can read what it brought', async () => {
    const receipt = await intake.receive(parcelOf([track('a'), track('b'), { type: 'none' }]));
    expect(receipt).toMatchObject({ accepted: 2, duplicates: 0, hasFailed: false });
    expect(receipt.rejected).toEqual([
      expect.objectContaining({ index: 2, code: 'unknown_type', path: 'type', scope: 'item' }),
    ]);
    expect(await storedNames()).toEqual(['a', 'b']);
    expect(stored).toEqual([[{ kind: 'track', status: 'accepted', count: 2 }]]);
    const again = await intake.receive(parcelOf([track('a', { messageId: 'm' })]));
    const twice = await intake.receive(parcelOf([track('a', { messageId: 'm' })]));
    expect([again.duplicates, twice.duplicates]).toEqual([0, 1]);
  });

  it('of a browser is answered with who she is, in the same thread', async () => {
    const as = 'a-browser-of-this-test-01';
    const stream = 'a-stream-of-this-test-001';
    const command = (seq: number, more: object) => ({ seq, at: noon, as, ...more });
    const commands = [
      command(1, { type: 'track', event: 'opened' }),
      command(2, { type: 'identify', userId: 'ada' }),
      command(3, { type: 'none' }),
    ];
    const text = JSON.stringify({ stream, sentAt: noon, commands, ask: ['segments'], as });
    const parcel = () => ({ ...parcelOf(text), kind: 'commands', secrets: undefined }) as const;
    const { reply, ...rest } = await intake.receive(parcel());
    expect(reply).toMatchObject({ accepted: 2, users: { [as]: 'ada' } });
    expect(reply.rejected).toEqual([expect.objectContaining({ seq: 3, scope: 'command' })]);
    expect(rest).toEqual({ commands: 3, question: { as, segments: true } });
    expect((await intake.receive(parcel())).reply.accepted).toBe(2);
    expect(await storedNames()).toEqual(['identified', 'opened']);
  });

  it('is handed over without a copy', async () => {
    const parcel = parcelOf(track('a'));
    await intake.receive(parcel);
    expect(parcel.body.byteLength).toBe(0);
  });

  it.each([
    ['of broken JSON', '[{"type":"track"}, oops]', 400, 'malformed_json', /line 1, column 20/],
    ['with nothing in it', '', 400, 'malformed_json', /empty/],
    [
      'of too many items',
      JSON.stringify(Array(10_001).fill(1)),
      413,
      'too_many_items',
      /10001 items/,
    ],
  ])('%s is refused as in one thread', async (_, body, status, code, detail) => {
    const refusal = await intake.receive(parcelOf(body)).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(HttpProblem);
    expect(refusal).toMatchObject({ status, code, message: expect.stringMatching(detail) });
  });

  it('that is not UTF-8 is refused', async () => {
    const body = new Uint8Array([0x22, 0xff, 0x22]);
    const refusal = intake.receive(parcelOf('', { body }));
    await expect(refusal).rejects.toMatchObject({ status: 400, code: 'malformed_text' });
  });

  it('for a project that was deleted is refused as for none, and does not fail', async () => {
    await intake.receive(parcelOf(track('before')));
    const gone = { number: project, id: 'gone', name: 'Gone' };
    await store.write((tx) => tx.deleteProject(gone, { at: noon, by: 'Ada' }));
    const late = intake.receive(parcelOf([track('late'), track('later')]));
    await expect(late).rejects.toThrow(ProjectGoneError);
    expect([await storedNames(), failures]).toEqual([['before'], []]);
  });

  it('takes no other with it, whatever is in it', async () => {
    const all = await Promise.allSettled(
      ['a', '{', 'b', '\0', 'c'].map((name) =>
        intake.receive(parcelOf(name.length === 1 && /[a-c]/.test(name) ? track(name) : name)),
      ),
    );
    expect(all.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
    expect(await storedNames()).toEqual(['a', 'b', 'c']);
  });

  it('is refused when more is under way than may be, and taken alone whatever its size', async () => {
    await close();
    await open({ maxBytes: 200 });
    const large = intake.receive(parcelOf(numbered('a', 30).map((name) => track(name))));
    await expect(intake.receive(parcelOf(track('b')))).rejects.toThrow(OverloadedError);
    expect((await large).accepted).toBe(30);
    expect((await intake.receive(parcelOf(track('b')))).accepted).toBe(1);
  });

  it('beyond so many waiting items is refused', async () => {
    const many = JSON.stringify(Array(10_000).fill(track('a')));
    const answers = await Promise.allSettled(
      Array.from({ length: 7 }, () => intake.receive(parcelOf(many))),
    );
    const refused = answers.filter(({ status }) => status === 'rejected');
    expect(refused.length).toBeGreaterThan(0);
    for (const answer of refused) {
      // How long depends on how fast the machine writes.
      const reason = { name: 'OverloadedError', retryAfterSeconds: expect.any(Number) };
      expect(answer).toMatchObject({ reason });
    }
    expect(await storedNames()).toHaveLength(10_000 * (answers.length - refused.length));
  });
});

describe('the other connection', () => {
  it('writes between the batches: nothing is lost, nothing busy, and each side keeps its order', async () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('send' as const), items: fc.integer({ min: 1, max: 300 }) }),
      fc.record({ kind: fc.constant('write' as const), turns: fc.integer({ min: 0, max: 5 }) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 30 }), async (steps) => {
        project = (await insertTestProject(store)).number;
        let value = 0;
        let names = 0;
        let writes = 0;
        const under: Promise<unknown>[] = [];
        for (const each of steps) {
          if (each.kind === 'send') {
            // In no hurry, so that none overtakes: then the last value of the last one stays.
            const items = Array.from({ length: each.items }, () => [
              { type: 'identify', userId: 'ada', traits: { at: ++value } },
              track(`e${++names}`),
            ]).flat();
            under.push(intake.receive(parcelOf(items, { isUnhurried: true })));
            continue;
          }
          under.push(
            store.write(async (tx) => {
              const order = ++writes;
              for (let turn = 0; turn < each.turns; turn += 1) await new Promise(setImmediate);
              await tx.putProfiles(project, [makeProfile(1_000_000 + order)]);
              expect(writes).toBe(order);
            }),
          );
        }
        await Promise.all(under);
        const profiles = await store.read((tx) => tx.scanProfiles(project, 0, 1000));
        const ada = profiles.find(({ userId }) => userId === 'ada');
        expect(ada?.attributes.get('at')?.value ?? 0).toBe(value);
        expect(profiles.filter(({ number }) => number > 1_000_000)).toHaveLength(writes);
        expect(await store.read((tx) => tx.countEvents(project))).toBe(names);
      }),
      { numRuns: 25 },
    );
    expect(failures).toEqual([]);
  });

  it('gets its turn while the thread has always something to write, and so does the thread', async () => {
    let isEnough = false;
    let parcels = 0;
    const sending = Array.from({ length: 4 }, async () => {
      while (!isEnough) {
        await intake.receive(parcelOf(numbered('x', 200).map((name) => track(name))));
        parcels += 1;
      }
    });
    for (let writes = 0; writes < 20; writes += 1) {
      const before = parcels;
      await store.write((tx) => tx.putProfiles(project, [makeProfile(writes + 10)]));
      if (writes % 5 === 4) while (parcels === before) await new Promise(setImmediate);
    }
    isEnough = true;
    await Promise.all(sending);
    expect(await store.read((tx) => tx.countEvents(project))).toBe(parcels * 200);
  });

  it('gives its turn back when its transaction fails', async () => {
    const failing = store.write(async () => {
      throw new Error('No.');
    });
    await expect(failing).rejects.toThrow('No.');
    expect((await intake.receive(parcelOf(track('a')))).accepted).toBe(1);
  });

  it('writes alone once the thread has closed', async () => {
    const writing = store.write((tx) => tx.putProfiles(project, [makeProfile(7)]));
    const closing = intake.close();
    const late = store.write((tx) => tx.putProfiles(project, [makeProfile(8)]));
    await Promise.all([writing, closing, late]);
    const profiles = await store.read((tx) => tx.scanProfiles(project, 0, 10));
    expect(profiles.map(({ number }) => number)).toEqual([7, 8]);
  });
});

describe('the store', () => {
  it('that another program holds refuses with the same error, and is written when it lets go', async () => {
    const intruder = new DatabaseSync(join(dataDir, 'store.db'));
    intruder.exec('begin immediate');
    const refused = intake.receive(parcelOf(track('a')));
    await expect(refused).rejects.toThrow(StoreBusyError);
    await expect(refused).rejects.toThrow(/locked by another program/);
    intruder.exec('rollback');
    intruder.close();
    expect((await intake.receive(parcelOf(track('a')))).accepted).toBe(1);
  });

  it('that cannot be opened says so as it does in one thread', async () => {
    const other = mkdtempSync(join(tmpdir(), 'muster-intake-'));
    writeFileSync(join(other, 'store.db'), 'Dear diary, '.repeat(1000));
    const opening = startThreadedIntake({
      program,
      dataDir: other,
      onFailure: () => {},
      onStored: () => {},
    });
    await expect(opening).rejects.toThrow(StoreCorruptError);
    await expect(opening).rejects.toThrow(join(other, 'store.db'));
    rmSync(other, { recursive: true });
  });
});

describe('the end', () => {
  it('comes when everything taken is written, and nothing more is taken', async () => {
    const taken = numbered('p', 20).map((prefix) =>
      intake.receive(parcelOf(numbered(`${prefix}-`, 100).map((name) => track(name)))),
    );
    const closing = intake.close();
    await expect(intake.receive(parcelOf(track('late')))).rejects.toThrow(ClosingError);
    await closing;
    for (const receipt of await Promise.all(taken)) expect(receipt.accepted).toBe(100);
    expect(await storedNames()).toHaveLength(2000);
    await intake.close();
  });

  it('of a thread by itself refuses what waits, and what comes; what was acknowledged stays', async () => {
    await close();
    await open({ maxHeapMegabytes: 20 });
    await intake.receive(parcelOf(track('kept')));
    const large = JSON.stringify(numbered('n', 9_000).map((name) => track(name.repeat(100))));
    const waiting = Array.from({ length: 6 }, () => intake.receive(parcelOf(large)));
    const answers = await Promise.allSettled(waiting);
    expect(await intake.died).toBeInstanceOf(IntakeDiedError);
    expect((await intake.died).message).toMatch(/has ended: .*memory/);
    const last = answers.at(-1);
    expect(last).toMatchObject({ status: 'rejected', reason: expect.any(IntakeDiedError) });
    await expect(intake.receive(parcelOf(track('late')))).rejects.toThrow(IntakeDiedError);
    const writing = store.write((tx) => tx.putProfiles(project, [makeProfile(1)]));
    await expect(writing).rejects.toThrow(IntakeDiedError);
    expect(await storedNames()).toContain('kept');
  });
});
