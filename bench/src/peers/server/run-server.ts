import { residentMegabytes } from '../../measure/memory.ts';
import { createRawClient } from '../../measure/raw-http.ts';
import { quantile } from '../../measure/statistics.ts';
import { resolveTrees } from '../../population/index-counter.ts';
import { makePeople } from '../person/people.ts';
import { makeQuestions } from '../person/questions.ts';
import { type Asked, askClosed } from './ask-closed.ts';
import { startMuster } from './muster-rival.ts';
import { compareRivals, type Rival } from './rival.ts';
import { startUnleash } from './unleash-rival.ts';

export interface ServerSizes {
  users: number;
  segments: number;
  connections: number;
  seconds: number;
}

/** The same segments asked of Muster and of Unleash, about the same people, by the same generator, turn by turn. */
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
    const several = await takeTurns(rivals, connections, sizes);
    const alone = await takeTurns(rivals, 1, sizes);
    for (const [at, { name, pid }] of rivals.entries()) {
      const cells = [several[at], alone[at]].flatMap((asked) => describe(asked));
      console.log(`| ${name} | ${cells.join(' | ')} | ${residentMegabytes(pid).now.toFixed(0)} |`);
    }
  } finally {
    for (const { stop } of rivals) await stop();
  }
}

/** What each did, in turns: on a machine with other work, too, one is not measured in a better minute than another. */
async function takeTurns(
  rivals: readonly Rival[],
  connections: number,
  { users, seconds }: ServerSizes,
): Promise<Asked[]> {
  const turns = 3;
  const asked = rivals.map((): Asked[] => []);
  for (let turn = 0; turn < turns; turn += 1) {
    for (const [at, { url, path, headers, makeBody }] of rivals.entries()) {
      const client = createRawClient(url, connections, headers);
      const one = await askClosed(client, {
        path,
        makeBody: (number) => makeBody((number * 31) % users),
        connections,
        seconds: seconds / turns,
        warmUpSeconds: turn === 0 ? 3 : 0.5,
      });
      client.close();
      asked[at]?.push(one);
    }
  }
  return asked.map((own) => ({
    perSecond: own.reduce((sum, { perSecond }) => sum + perSecond, 0) / turns,
    latencyMs: own.flatMap(({ latencyMs }) => latencyMs),
  }));
}

function describe(asked: Asked | undefined): string[] {
  if (asked === undefined) throw new Error('Each server was asked.');
  const show = (q: number) => quantile(asked.latencyMs, q).toFixed(1);
  return [asked.perSecond.toFixed(0), show(0.5), show(0.99)];
}
