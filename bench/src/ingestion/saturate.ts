import { bodyItems, makeSingles } from './bodies.ts';
import type { Poster } from './post.ts';

/** What a run against a server gave. */
export interface Saturated {
  perSecond: number;
  accepted: number;
  refusedBodies: number;
  seconds: number;
  /** Of single items that were sent meanwhile, 10 ms after the answer to the one before. */
  singleMs: number[];
}

/** Sends bodies on all connections, as fast as they are answered, until they or the time are used up. */
export async function saturate(
  poster: Poster,
  bodies: readonly string[],
  { connections, maxSeconds, run }: { connections: number; maxSeconds: number; run: string },
): Promise<Saturated> {
  const singles = makeSingles(maxSeconds * 100, run);
  const singleMs: number[] = [];
  let next = 0;
  let accepted = 0;
  let refusedBodies = 0;
  let isDone = false;
  const start = performance.now();

  const sendingSingles = (async () => {
    for (const body of singles) {
      if (isDone) return;
      const began = performance.now();
      if ((await poster.post(body)) === 200) singleMs.push(performance.now() - began);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  })();
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (performance.now() < start + maxSeconds * 1000) {
        const body = bodies[next];
        if (body === undefined) return;
        next += 1;
        if ((await poster.post(body)) === 200) accepted += bodyItems;
        else refusedBodies += 1;
      }
    }),
  );
  const seconds = (performance.now() - start) / 1000;
  isDone = true;
  await sendingSingles;
  return { perSecond: accepted / seconds, accepted, refusedBodies, seconds, singleMs };
}
