import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLendingStore } from '../../src/store/open-store.ts';
import { createLogSyncer } from '../../src/store/sqlite/log-syncer.ts';
import { StoreError } from '../../src/store/store-errors.ts';
import { addProject, makeProfile } from './samples.ts';

let dataDir: string;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'muster-syncer-'));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

describe('a syncer', () => {
  it('has nothing to do before anything is written', async () => {
    const syncer = createLogSyncer(join(dataDir, 'store.db'));
    await syncer.sync();
    await syncer.close();
  });

  it('serves all who come while it is busy with one more sync', async () => {
    const store = await openLendingStore(dataDir);
    const syncer = createLogSyncer(join(dataDir, 'store.db'));
    const first = syncer.sync();
    const others = [syncer.sync(), syncer.sync(), syncer.sync()];
    expect(new Set([first, ...others]).size).toBe(2);
    await Promise.all([first, ...others]);
    expect(syncer.sync()).not.toBe(others[0]);
    await syncer.close();
    await store.close();
  });

  it('that has failed once says so ever after', async () => {
    // A folder in the place of the log: it can be neither written nor synced.
    mkdirSync(join(dataDir, 'store.db-wal'));
    const syncer = createLogSyncer(join(dataDir, 'store.db'));
    await expect(syncer.sync()).rejects.toThrow(StoreError);
    rmSync(join(dataDir, 'store.db-wal'), { recursive: true });
    await expect(syncer.sync()).rejects.toThrow(/may not be on disk: .*Restart Muster/);
    await syncer.close();
  });
});

describe('a store that syncs later', () => {
  it('lets the next transaction begin, and others read, before one is durable', async () => {
    const store = await openLendingStore(dataDir);
    const { number } = await addProject(store);
    const first = await store.commit((tx) => tx.putProfiles(number, [makeProfile(1)]));
    const second = await store.commit((tx) => tx.putProfiles(number, [makeProfile(2)]));
    expect(await store.read((tx) => tx.countProfiles(number))).toBe(2);
    await Promise.all([first.durable, second.durable, store.settle()]);
    await store.close();
  });
});
