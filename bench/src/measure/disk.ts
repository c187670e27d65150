import { mkdtemp, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** How long the disk takes to make 16 KB durable, asked ten times a second until `stop`. */
export async function watchDisk(folder: string): Promise<{ stop(): Promise<number[]> }> {
  const own = await mkdtemp(join(folder, 'fsync-'));
  const file = await open(join(own, 'file'), 'w');
  const block = Buffer.alloc(16 * 1024, 1);
  const syncMs: number[] = [];
  let isStopped = false;
  const running = (async () => {
    while (!isStopped) {
      await file.write(block);
      const start = performance.now();
      await file.datasync();
      syncMs.push(performance.now() - start);
      await sleep(100);
    }
    await file.close();
    await rm(own, { recursive: true });
  })();
  return {
    async stop() {
      isStopped = true;
      await running;
      return syncMs;
    },
  };
}
