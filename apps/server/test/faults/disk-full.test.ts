import { spawnSync } from 'node:child_process';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FaultHouse, openFaultHouse } from './fault-house.ts';

// The disk fills up while clients send and ask, and there is room again.

// A disk of the server's own, gone with it: a name space for mounts, as root or with a user's.
const smallDisk = ['/usr/bin/unshare', '--map-root-user', '--mount', '/bin/sh', '-ec'] as const;
const [program, ...parameters] = smallDisk;
const canMount =
  spawnSync(program, [...parameters, 'mount -t tmpfs -o size=1m tmpfs /mnt']).status === 0;

let house: FaultHouse;

beforeAll(async () => {
  // The folder is known when the house is. The write-ahead log takes 128 MB before any of it is carried
  // over: a disk that the load alone fills before anything is measured leaves no ballast to take away.
  const script = 'mount -t tmpfs -o size=384m tmpfs "$MUSTER_DATA_DIR"; exec "$@"';
  const wrapper = [...smallDisk, script, 'sh'];
  house = await openFaultHouse({ name: 'disk full', wrapper, restMs: 5 });
  if (canMount) await house.start();
});
afterAll(() => house.remove());

/** Takes all the room there is. */
function fillUp(): void {
  const file = openSync(house.at('ballast'), 'a');
  try {
    for (const bytes of [1_048_576, 4_096]) {
      while (write(file, bytes) === bytes);
    }
  } finally {
    closeSync(file);
  }
}

/** How many bytes there was room for. */
function write(file: number, bytes: number): number {
  try {
    return writeSync(file, Buffer.alloc(bytes, 1));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return 0;
    throw error;
  }
}

test.runIf(canMount)(
  'a server whose disk is full refuses, and goes on when there is room',
  {
    timeout: 300_000,
  },
  async () => {
    const { load } = house;
    const { report } = load;
    load.start();
    await expect.poll(() => report.answers).toBeGreaterThan(20);
    for (const round of [1, 2]) {
      const refused = report.repeats.get(503) ?? 0;
      fillUp();
      await expect.poll(() => report.repeats.get(503) ?? 0).toBeGreaterThan(refused + 20);
      const { requests } = report;
      rmSync(house.at('ballast'));
      await expect.poll(() => report.requests).toBeGreaterThan(requests + 50);
      const found = await house.check();
      console.info(`disk full ${round} times: ${found}`);
      load.start();
    }
    await house.check();
    expect((await house.server()).child.exitCode).toBe(null);
  },
);
