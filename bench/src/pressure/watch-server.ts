import type { RunningServer } from '../../../apps/server/test/muster-process.ts';
import { residentMegabytes } from '../measure/memory.ts';

/** What a server takes, looked at at even distances. */
export interface ServerWatch {
  readonly samples: { minutes: number; megabytes: number }[];
  stop(): void;
}

export function watchServer({ child }: RunningServer, everyMs: number): ServerWatch {
  const start = performance.now();
  const samples: ServerWatch['samples'] = [];
  const look = () =>
    samples.push({
      minutes: (performance.now() - start) / 60_000,
      megabytes: residentMegabytes(child.pid ?? 0).now,
    });
  const timer = setInterval(look, everyMs);
  return { samples, stop: () => clearInterval(timer) };
}

/** By how many megabytes a minute the line through the samples rises (least squares). */
export function slopeOf(samples: ServerWatch['samples']): number {
  const mean = (of: (sample: ServerWatch['samples'][number]) => number) =>
    samples.reduce((sum, sample) => sum + of(sample), 0) / samples.length;
  const minutes = mean((sample) => sample.minutes);
  const megabytes = mean((sample) => sample.megabytes);
  const together = mean((sample) => (sample.minutes - minutes) * (sample.megabytes - megabytes));
  return together / mean((sample) => (sample.minutes - minutes) ** 2);
}

/** How many changes the index has yet to take in. */
export async function readLag({ url }: RunningServer): Promise<number> {
  const response = await fetch(`${url}/readyz`);
  const { index } = (await response.json()) as { index: { behind: number } };
  return index.behind;
}
