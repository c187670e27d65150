// What browsers send and ask, against a server of its own, in parts.
//   npm run bench -- sdk [--part write|segments|experiences|banner] [--seconds 30] [--rate 3000] [--connections 64]
//     [--setup cluster|postgres]
// `write` offers requests of 20 commands in the mix of a page, open-loop; with --seconds 300 it shows
// memory over five minutes. `segments` offers `ask: ["segments"]` with 100 saved segments, a third on
// events, while 1,000 events/s arrive. `experiences` offers `ask: ["experiences"]` with a live experience
// for each of these segments, likewise. `banner` opens pages in Chromium until a banner is seen.
import { parseArgs } from 'node:util';
import type { SdkReplyBody } from '@muster/protocol';
import {
  makeDataFolder,
  projectId,
  type RunningServer,
  removeDataFolder,
  startServer,
} from '../../apps/server/test/muster-process.ts';
import { type BannerRound, measureBanner } from './browsers/banner.ts';
import { publishExperience } from './browsers/experiences.ts';
import { type Offered, offer } from './browsers/offer.ts';
import { openPages } from './browsers/pages.ts';
import { makeSegments } from './browsers/segments.ts';
import { watchDisk } from './measure/disk.ts';
import { residentMegabytes } from './measure/memory.ts';
import { createRawClient } from './measure/raw-http.ts';
import { median, quantile } from './measure/statistics.ts';
import { startBenchSetup } from './setup/bench-setup.ts';

const { values } = parseArgs({
  options: {
    part: { type: 'string', default: 'write' },
    seconds: { type: 'string', default: '30' },
    rate: { type: 'string' },
    connections: { type: 'string', default: '64' },
    setup: { type: 'string', default: 'embedded' },
  },
});
const seconds = Math.min(300, Number(values.seconds));
const connections = Math.min(256, Number(values.connections));
const warmUpMs = 3_000;
const path = `/sdk/v1/projects/${projectId}/commands`;
const browsers = 50_000;

function describe(what: string, offered: Offered): string {
  const { perSecond, answered, refused, latencyMs, worstLateMs } = offered;
  const show = (q: number) => quantile(latencyMs, q).toFixed(1);
  const refusals = [...refused].map(([status, count]) => `, ${count} answered ${status}`).join('');
  return (
    `${what}: ${Math.round(perSecond)} requests/s (${answered} answered${refusals}); ` +
    `median ${show(0.5)} ms, p99 ${show(0.99)} ms, worst ${show(1)} ms; ` +
    `sent ${worstLateMs.toFixed(1)} ms late at worst`
  );
}

/** Memory every ten seconds, to see whether it grows. */
function watchMemory({ child }: RunningServer): { stop(): number[] } {
  const megabytes: number[] = [];
  const look = () => megabytes.push(residentMegabytes(child.pid ?? 0).now);
  const timer = setInterval(look, 10_000);
  return {
    stop() {
      clearInterval(timer);
      look();
      return megabytes;
    },
  };
}

async function runWrite({ url }: RunningServer, perSecond: number): Promise<void> {
  const client = createRawClient(url, connections);
  const mix = { seed: 20, browsers, openPages: 2_000, requestsPerPage: 10, commandsPerRequest: 20 };
  const pages = openPages(mix, Date.now);
  const wish = { path, perSecond, seconds, makeBody: pages.makeBody };
  console.log(describe('write, 20 commands each', await offer(client, wish, warmUpMs)));
  client.close();
}

/** What is asked about each browser's user, and how much of it is in an answer. */
interface Asked {
  what: string;
  wish: string;
  count(reply: SdkReplyBody): number;
}

const askSegments: Asked = {
  what: 'segments of 100',
  wish: '"ask":["segments"]',
  count: ({ segments = [] }) => segments.length,
};

const askExperiences: Asked = {
  what: 'experiences of 100',
  wish: '"ask":["experiences"],"page":{"url":"https://shop.example.test/catalog/section-3","device":"desktop"}',
  count: ({ experiences = [] }) => experiences.length,
};

async function runQuestions(
  server: RunningServer,
  perSecond: number,
  { what, wish, count }: Asked,
): Promise<void> {
  const { url } = server;
  for (const segment of makeSegments(100)) {
    const saved = await server.call<{ id: string }>(
      'POST',
      `/api/projects/${projectId}/segments`,
      segment,
    );
    if (wish === askExperiences.wish) await publishExperience(server, saved.id);
  }
  const client = createRawClient(url, connections);
  const mix = { seed: 20, browsers, openPages: 2_000, requestsPerPage: 10, commandsPerRequest: 20 };
  const pages = openPages(mix, Date.now);
  // Something to ask about: 60,000 commands of people.
  await offer(client, { path, perSecond: 300, seconds: 10, makeBody: pages.makeBody }, 0);
  let asked = 0;
  let found = 0;
  const makeQuestion = () => {
    asked += 1;
    return `{"as":"${pages.idOf(asked % 5_000)}",${wish}}`;
  };
  const single = openPages({ ...mix, seed: 21, commandsPerRequest: 1 }, Date.now);
  const [questions, events] = await Promise.all([
    offer(
      client,
      {
        path,
        perSecond,
        seconds,
        makeBody: makeQuestion,
        check({ body }) {
          found += count(JSON.parse(body));
        },
      },
      warmUpMs,
    ),
    offer(
      createRawClient(url, connections),
      { path, perSecond: 1_000, seconds, makeBody: single.makeBody },
      warmUpMs,
    ),
  ]);
  console.log(describe(what, questions));
  console.log(`  on average ${(found / Math.max(1, questions.answered)).toFixed(1)} of them`);
  console.log(describe('events meanwhile', events));
  client.close();
}

async function runBanner(server: RunningServer): Promise<void> {
  const rounds = await measureBanner(server, 15);
  const report = (what: string, key: keyof BannerRound) => {
    const ms = rounds.map((round) => round[key]);
    const ratio = median(rounds.map((round) => round[key] / round.empty));
    console.log(
      `${what}: median ${median(ms).toFixed(0)} ms, worst ${Math.max(...ms).toFixed(0)}; ` +
        `${ratio.toFixed(1)} times an empty page`,
    );
  };
  report('an empty page', 'empty');
  report('a banner on the first page of a visitor (target 300)', 'first');
  report('a banner on her next page', 'next');
}

const dataDir = await makeDataFolder();
const setup = await startBenchSetup(values.setup);
const server = await startServer(dataDir, {
  ...setup.environment,
  MUSTER_LOG_LEVEL: 'warn',
  MUSTER_SDK_ADDRESS_RATE: '0',
  MUSTER_SDK_PROJECT_RATE: '0',
});
try {
  const disk = await watchDisk(dataDir);
  const memory = watchMemory(server);
  const questions = new Map([
    ['segments', askSegments],
    ['experiences', askExperiences],
  ]).get(values.part);
  if (questions) await runQuestions(server, Number(values.rate ?? 2_500), questions);
  else if (values.part === 'banner') await runBanner(server);
  else await runWrite(server, Number(values.rate ?? 3_000));
  const megabytes = memory.stop().map(Math.round);
  const syncMs = await disk.stop();
  console.log(
    `the disk meanwhile, 16 KB written and synced: median ${median(syncMs).toFixed(2)} ms, ` +
      `p99 ${quantile(syncMs, 0.99).toFixed(2)} ms`,
  );
  console.log(`server memory every 10 s: ${megabytes.join(' ')} MB`);
} finally {
  const { stderr } = await server.stop();
  if (stderr !== '') console.error(stderr.slice(0, 2_000));
  await removeDataFolder(dataDir);
}
