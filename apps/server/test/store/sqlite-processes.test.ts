import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { expect, it } from 'vitest';
import type { StoreLocation } from '../../src/store/open-store.ts';
import type { Store } from '../../src/store/store.ts';
import { describeOnEngine } from './engines.ts';
import { addProject, makeProfile, readAllEvents } from './samples.ts';

const program = new URL('./writer-process.ts', import.meta.url).pathname;

interface Writer {
  child: ChildProcess;
  acknowledged: number[];
  ended: Promise<unknown>;
}

function startWriter(dataDir: string, writes?: number): Writer {
  const parameters = writes === undefined ? [] : [String(writes)];
  const child = spawn(process.execPath, ['--import', 'tsx', program, dataDir, ...parameters], {
    stdio: ['ignore', 'pipe', 'inherit'],
    cwd: import.meta.dirname,
  });
  const acknowledged: number[] = [];
  let text = '';
  child.stdout?.setEncoding('utf8').on('data', (more: string) => {
    text += more;
    const lines = text.split('\n');
    text = lines.pop() ?? '';
    acknowledged.push(...lines.map(Number));
  });
  return { child, acknowledged, ended: once(child, 'close') };
}

async function waitFor(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 5));
}

const folderOf = (location: StoreLocation) => ('dataDir' in location ? location.dataDir : '');

function checkIntegrity(folder: string): unknown {
  const database = new DatabaseSync(join(folder, 'store.db'), { readOnly: true });
  const result = database.prepare('pragma integrity_check').all();
  database.close();
  return result;
}

/** Every position from 1, with the event of each in the table too, and as many counted. */
async function expectWhole(store: Store, positions: number): Promise<void> {
  const events = await readAllEvents(store, 1, 1000);
  await store.read(async (tx) => {
    const changes = await tx.changes(0, 1_000_000);
    expect(changes.map(({ position }) => position)).toEqual(
      Array.from({ length: positions }, (_, index) => index + 1),
    );
    const logged = changes.flatMap(({ change }) => (change.type === 'events' ? change.events : []));
    expect(logged.sort((one, other) => one.number - other.number)).toEqual(events);
    const [counter] = await tx.profiles(1, [1]);
    expect(counter?.sessions).toBe(positions);
    expect(await tx.countEvents(1)).toBe(positions);
  });
}

describeOnEngine('sqlite', 'processes that write', ({ open, makeLocation }) => {
  async function prepare(): Promise<StoreLocation> {
    const location = await makeLocation();
    const store = await open(location);
    await addProject(store);
    await store.write(async (tx) => {
      await tx.allocateNumbers(1, 1);
      await tx.putProfiles(1, [makeProfile(1)]);
    });
    await store.close();
    return location;
  }

  it('lose nothing that was acknowledged when they are killed', async () => {
    const location = await prepare();
    let least = 0;
    for (const writesBeforeKill of [1, 40, 150]) {
      const writer = startWriter(folderOf(location));
      await waitFor(() => writer.acknowledged.length >= writesBeforeKill);
      writer.child.kill('SIGKILL');
      await writer.ended;
      const last = writer.acknowledged.at(-1) ?? 0;
      // At most the write under way was committed without its acknowledgement having got here.
      const store = await open(location);
      const head = await store.headPosition();
      expect(head).toBeGreaterThanOrEqual(last);
      expect(head).toBeGreaterThan(least);
      await expectWhole(store, head);
      await store.close();
      least = head;
    }
    expect(checkIntegrity(folderOf(location))).toEqual([{ integrity_check: 'ok' }]);
  });

  it('do each other no harm in one folder', async () => {
    const location = await prepare();
    const writers = [startWriter(folderOf(location), 60), startWriter(folderOf(location), 60)];
    await Promise.all(writers.map(({ ended }) => ended));
    expect(writers.map(({ child }) => child.exitCode)).toEqual([0, 0]);
    const all = writers.flatMap(({ acknowledged }) => acknowledged).sort((a, b) => a - b);
    expect(all).toEqual(Array.from({ length: 120 }, (_, index) => index + 1));
    await expectWhole(await open(location), 120);
    expect(checkIntegrity(folderOf(location))).toEqual([{ integrity_check: 'ok' }]);
  });
});
