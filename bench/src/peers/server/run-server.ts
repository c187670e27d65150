import { residentMegabytes } from '../../measure/memory.ts';
import { createRawClient } from '../../measure/raw-http.ts';
import { quantile } from '../../measure/statistics.ts';
import { resolveTrees } from '../../population/index-counter.ts';
import { makePeople } from '../person/people.ts';
import { makeQuestions } from '../person/questions.ts';
import { askClosed } from './ask-closed.ts';
import { startMuster } from './muster-rival.ts';
import { compareRivals, type Rival } from './rival.ts';
import { startUnleash } from './unleash-rival.ts';

export interface ServerSizes {
  users: number;
  segments: number;
  connections: number;
  seconds: number;
}

/** The same segments asked of Muster and of Unleash, about the same people, by the same generator, one after the other. */
export async function runServer(sizes: ServerSizes): Promise<void> {
  const { users, segments, connections } = sizes;
  const people = makePeople(users).map(({ attributes }) => Object.fromEntries(attributes));
  // What both have words for, and that does not move: text, numbers and booleans of attributes.
  const questions = makeQuestions(segments * 2).filter((_, at) => [0, 1, 3, 4].includes(at % 8));
  const plans = resolveTrees(questions.map(({ tree }) => tree));
  const rivals: Rival[] = [];
  try {
    rivals.push(await startMuster('embedded', people, questions));
    rivals.push(await startMuster('postgres', people, questions));
    rivals.push(await startUnleash(people, plans));
    const found = await compareRivals(rivals, Math.min(users, 500));
    console.log(
      `${questions.length} segments, ${users} people, ${connections} connections; on average in ${found.toFixed(1)} of them, all say the same\n`,
    );
    console.log(
      '| server | requests/s | median (ms) | p99 (ms) | one connection: requests/s | median (ms) | p99 (ms) | resident memory (MB) |\n|---|---:|---:|---:|---:|---:|---:|---:|',
    );
    for (const rival of rivals) console.log(await measureRival(rival, sizes));
  } finally {
    for (const { stop } of rivals) await stop();
  }
}

async function measureRival(
  { name, url, path, headers, makeBody, pid }: Rival,
  { users, connections, seconds }: ServerSizes,
): Promise<string> {
  const cells: string[] = [];
  for (const several of [connections, 1]) {
    const client = createRawClient(url, several, headers);
    const { perSecond, latencyMs } = await askClosed(client, {
      path,
      makeBody: (turn) => makeBody((turn * 31) % users),
      connections: several,
      seconds,
      warmUpSeconds: 5,
    });
    client.close();
    const show = (q: number) => quantile(latencyMs, q).toFixed(1);
    cells.push(perSecond.toFixed(0), show(0.5), show(0.99));
  }
  return `| ${name} | ${cells.join(' | ')} | ${residentMegabytes(pid).now.toFixed(0)} |`;
}
