import { setTimeout as sleep } from 'node:timers/promises';
import { bodyItems, makeIdentify, makeTrack } from '../ingestion/bodies.ts';
import type { Poster } from '../ingestion/post.ts';

/** The load that `ingest --mode paced` offers: 8,000 events and 2,000 updates a second. */
export const peakItems = 10_000;

/** One body, what it was answered and when. */
interface Answered {
  status: number;
  ms: number;
}

/** What became of the bodies that were offered. */
export interface Offer {
  seconds: number;
  answers: Answered[];
  /** The longest that this program was late in sending: what it adds to latencies by itself. */
  worstLateMs: number;
}

/** Bodies in the mix of the peak, made once: only message ids differ from one use to the next. */
export interface BodyMill {
  next(): string;
}

const templates = 200;
const mark = '@once@';

export function createBodyMill(run: string): BodyMill {
  const bodies = Array.from({ length: templates }, (_, at) => {
    const makeItem = at % 5 === 0 ? makeIdentify : makeTrack;
    const items = Array.from({ length: bodyItems }, (_, i) => {
      const item = makeItem(at * bodyItems + i);
      return { ...item, messageId: `${mark}-${i}` };
    });
    return JSON.stringify(items).split(mark);
  });
  let made = 0;
  return {
    next() {
      made += 1;
      return (bodies[made % templates] ?? []).join(`${run}-${made}`);
    },
  };
}

/** Offers bodies at even distances, whatever the server does; resolves when all are answered. */
export async function offerBodies(
  poster: Poster,
  mill: BodyMill,
  { itemsPerSecond, seconds }: { itemsPerSecond: number; seconds: number },
): Promise<Offer> {
  const perSecond = itemsPerSecond / bodyItems;
  const start = performance.now();
  const answers: Answered[] = [];
  const sending: Promise<void>[] = [];
  let worstLateMs = 0;

  async function send(body: string, due: number): Promise<void> {
    const status = await poster.post(body);
    answers.push({ status, ms: performance.now() - due });
  }

  for (let index = 0; index < perSecond * seconds; index += 1) {
    const due = start + (index * 1_000) / perSecond;
    const wait = due - performance.now();
    if (wait > 1) await sleep(wait);
    worstLateMs = Math.max(worstLateMs, performance.now() - due);
    sending.push(send(mill.next(), due));
  }
  await Promise.all(sending);
  return { seconds: (performance.now() - start) / 1_000, answers, worstLateMs };
}
