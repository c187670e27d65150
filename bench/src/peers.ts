// Ours beside what others offer for the same question, in parts; `npm run bench:peers` installs the others first.
//   npm run bench:peers -- --part person [--users 200] [--segments 1000] [--rounds 21] [--plot <file.svg>]
//   npm run bench:peers -- --part population [--users 100000] [--events 1000000] [--rounds 5] [--folder <keep it here>]
//     [--peers duckdb,postgres,sift] [--plot <file.svg>]
//   npm run bench:peers -- --part server [--users 5000] [--segments 100] [--connections 16] [--seconds 15]
//   npm run bench:peers -- --part size
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    part: { type: 'string' },
    users: { type: 'string' },
    events: { type: 'string' },
    segments: { type: 'string' },
    folder: { type: 'string' },
    peers: { type: 'string', default: 'duckdb,postgres,sift' },
    connections: { type: 'string', default: '16' },
    seconds: { type: 'string', default: '15' },
    rounds: { type: 'string' },
    plot: { type: 'string' },
  },
});

const parts: Record<string, () => Promise<void>> = {
  async person() {
    const { runPerson } = await import('./peers/person/run-person.ts');
    const [users, segments] = [Number(values.users ?? 200), Number(values.segments ?? 1000)];
    await runPerson({ users, segments, rounds: Number(values.rounds ?? 21), plot: values.plot });
  },
  async population() {
    const { runPopulation } = await import('./peers/population/run-population.ts');
    const users = Number(values.users ?? 100_000);
    const events = Number(values.events ?? users * 10);
    const rounds = Number(values.rounds ?? 5);
    const peers = values.peers.split(',');
    await runPopulation({
      users,
      events,
      rounds,
      peers,
      ...{ folder: values.folder, plot: values.plot },
    });
  },
  async server() {
    const { runServer } = await import('./peers/server/run-server.ts');
    const [connections, seconds] = [Number(values.connections), Number(values.seconds)];
    const [users, segments] = [Number(values.users ?? 5000), Number(values.segments ?? 100)];
    await runServer({ users, segments, connections, seconds });
  },
  async size() {
    const { runSize } = await import('./peers/size/run-size.ts');
    await runSize();
  },
};

const run = parts[values.part ?? ''];
if (run === undefined) throw new Error(`--part must be one of ${Object.keys(parts).join(', ')}.`);
await run();
