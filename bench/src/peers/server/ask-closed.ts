import type { RawClient } from '../../measure/raw-http.ts';

/** What a server did for so many connections, each of which asks again once it is answered. */
export interface Asked {
  perSecond: number;
  latencyMs: number[];
}

interface Questions {
  path: string;
  /** The next body, by the number of questions before it. */
  makeBody(turn: number): string;
  connections: number;
  seconds: number;
  /** Before what is counted. */
  warmUpSeconds: number;
}

/** Asks for that long; throws when anything but 200 comes back. */
export async function askClosed(client: RawClient, questions: Questions): Promise<Asked> {
  const { path, makeBody, connections, seconds, warmUpSeconds } = questions;
  const begin = performance.now() + warmUpSeconds * 1000;
  const end = begin + seconds * 1000;
  const latencyMs: number[] = [];
  let turn = 0;
  await Promise.all(
    Array.from({ length: connections }, async () => {
      for (let sent = performance.now(); sent < end; sent = performance.now()) {
        const body = makeBody(turn);
        turn += 1;
        const { status, body: reply } = await client.post(path, body);
        if (status !== 200) throw new Error(`${path}: ${status} ${reply.slice(0, 500)}`);
        const answered = performance.now();
        if (sent >= begin && answered <= end) latencyMs.push(answered - sent);
      }
    }),
  );
  return { perSecond: latencyMs.length / seconds, latencyMs };
}
