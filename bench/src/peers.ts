// Ours beside what others offer for the same question, in parts; `npm run bench:peers` installs the others first.
//   npm run bench:peers -- --part person [--users 200] [--segments 1000] [--rounds 21]
//   npm run bench:peers -- --part population [--users 100000] [--events 1000000] [--rounds 5] [--folder <keep it here>]
//   npm run bench:peers -- --part size
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    part: { type: 'string' },
    users: { type: 'string' },
    events: { type: 'string' },
    segments: { type: 'string' },
    folder: { type: 'string' },
    rounds: { type: 'string' },
  },
});

const parts: Record<string, () => Promise<void>> = {
  async person() {
    const { runPerson } = await import('./peers/person/run-person.ts');
    const [users, segments] = [Number(values.users ?? 200), Number(values.segments ?? 1000)];
    await runPerson({ users, segments, rounds: Number(values.rounds ?? 21) });
  },
  async population() {
    const { runPopulation } = await import('./peers/population/run-population.ts');
    const users = Number(values.users ?? 100_000);
    const events = Number(values.events ?? users * 10);
    const rounds = Number(values.rounds ?? 5);
    await runPopulation({ users, events, rounds, folder: values.folder });
  },
  async size() {
    const { runSize } = await import('./peers/size/run-size.ts');
    await runSize();
  },
};

const run = parts[values.part ?? ''];
if (run === undefined) throw new Error(`--part must be one of ${Object.keys(parts).join(', ')}.`);
await run();
