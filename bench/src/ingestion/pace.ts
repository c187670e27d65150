import type { Poster } from './post.ts';

/** Bodies that are offered at even distances, whether or not those before are answered. */
export interface Stream {
  bodies: readonly string[];
  perSecond: number;
}

/** What became of a stream. */
export interface Paced {
  /** Bodies that were answered with 200. */
  accepted: number;
  /** Bodies by any other status. */
  refused: Map<number, number>;
  /**
   * From the instant at which each was due to its answer, so that a server that stands still is
   * charged with all that should have been sent meanwhile. Those of the warm-up are left out.
   */
  latencyMs: number[];
  /** Accepted bodies a second, from the first due to the last answer. */
  perSecond: number;
  /** The longest that this program was late in sending: what it adds to latencies by itself. */
  worstLateMs: number;
}

/** Offers all streams at once; resolves when everything is answered. */
export async function pace(
  poster: Poster,
  streams: readonly Stream[],
  warmUpMs: number,
): Promise<Paced[]> {
  const start = performance.now() + 50;
  return Promise.all(streams.map((stream) => offer(poster, stream, start, warmUpMs)));
}

async function offer(
  poster: Poster,
  { bodies, perSecond }: Stream,
  start: number,
  warmUpMs: number,
): Promise<Paced> {
  const latencyMs: number[] = [];
  const refused = new Map<number, number>();
  let accepted = 0;
  let worstLateMs = 0;
  let lastAnswer = start;
  const sending: Promise<void>[] = [];

  async function send(body: string, due: number): Promise<void> {
    worstLateMs = Math.max(worstLateMs, performance.now() - due);
    const status = await poster.post(body);
    lastAnswer = performance.now();
    if (status !== 200) refused.set(status, (refused.get(status) ?? 0) + 1);
    else {
      accepted += 1;
      if (due - start >= warmUpMs) latencyMs.push(lastAnswer - due);
    }
  }

  for (const [index, body] of bodies.entries()) {
    const due = start + (index * 1000) / perSecond;
    const wait = due - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    sending.push(send(body, due));
  }
  await Promise.all(sending);
  return {
    accepted,
    refused,
    latencyMs,
    perSecond: (accepted * 1000) / (lastAnswer - start),
    worstLateMs,
  };
}
