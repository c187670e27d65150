import type { RawClient, RawReply } from '../measure/raw-http.ts';

/** Requests at even distances, whether or not those before are answered. */
export interface Offer {
  path: string;
  perSecond: number;
  seconds: number;
  makeBody(): string;
  /** Looks at what was answered; throws when it is wrong. */
  check?(reply: RawReply): void;
}

/** What became of them, by second and in all. */
export interface Offered {
  answered: number;
  /** By status other than 200. */
  refused: Map<number, number>;
  /** From the instant at which each was due to its answer; those of the warm-up left out. */
  latencyMs: number[];
  /** Answered with 200 a second, from the first due to the last answer. */
  perSecond: number;
  /** The longest that this program was late in sending. */
  worstLateMs: number;
}

/** Most requests that wait at one time: beyond that the server cannot keep up, and more would prove nothing. */
const maxWaiting = 20_000;

/** Offers them; resolves when all are answered. */
export async function offer(client: RawClient, wish: Offer, warmUpMs: number): Promise<Offered> {
  const { path, perSecond, seconds, makeBody, check } = wish;
  const start = performance.now() + 20;
  const result: Offered = {
    answered: 0,
    refused: new Map(),
    latencyMs: [],
    perSecond: 0,
    worstLateMs: 0,
  };
  let lastAnswer = start;
  let waiting = 0;
  let failure: unknown;
  let allAnswered = () => {};

  async function send(due: number): Promise<void> {
    waiting += 1;
    const body = makeBody();
    result.worstLateMs = Math.max(result.worstLateMs, performance.now() - due);
    const reply = await client.post(path, body);
    lastAnswer = performance.now();
    if (reply.status !== 200) {
      result.refused.set(reply.status, (result.refused.get(reply.status) ?? 0) + 1);
    } else {
      check?.(reply);
      result.answered += 1;
      if (due - start >= warmUpMs) result.latencyMs.push(lastAnswer - due);
    }
  }

  const count = perSecond * seconds;
  for (let index = 0; index < count && failure === undefined; index += 1) {
    const due = start + (index * 1000) / perSecond;
    const wait = due - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    if (waiting > maxWaiting) break;
    send(due)
      .catch((error: unknown) => {
        failure ??= error;
      })
      .finally(() => {
        waiting -= 1;
        if (waiting === 0) allAnswered();
      });
  }
  if (waiting > 0) {
    await new Promise<void>((resolve) => {
      allAnswered = resolve;
    });
  }
  if (failure !== undefined) throw failure;
  result.perSecond = (result.answered * 1000) / (lastAnswer - start);
  return result;
}
