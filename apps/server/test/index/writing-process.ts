// Writes users, events, merges and erasures for ever and follows them, in a process that is there to be
// killed. Arguments: folder, and the ClickHouse URL if there is one. Says on standard output how many
// events are durable for each user who was not merged or erased.
import { join } from 'node:path';
import { openIndexEngines } from '../../src/index/open-index-engines.ts';
import { createTestIndexer } from './test-index.ts';
import { openTestStore } from './test-store.ts';

const [folder = '', clickhouseUrl] = process.argv.slice(2);
const house = await openTestStore(folder);
const directory = join(folder, 'index');
const engines = await openIndexEngines(
  clickhouseUrl
    ? { directory, clickhouse: { urls: [clickhouseUrl] } }
    : { directory, memoryBytes: 500_000_000 },
);
const [project = await house.addProject()] = await house.store.read((tx) => tx.projects());
const indexer = createTestIndexer(house.store, engines, { lingerMs: 3 });
indexer.start();

for (;;) {
  const [a = 0, b = 0, c = 0] = await house.addUsers(project.number, [{}, {}, {}]);
  for (let n = 0; n < 4; n += 1) {
    await house.track(project.number, [
      [a, 'Page', { n }],
      [b, 'Page', { n }],
      [c, 'Page', { n }],
    ]);
    indexer.notify();
  }
  await house.merge(project.number, a, b);
  await house.erase(project.number, c);
  indexer.notify();
  const { position } = indexer.status();
  process.stdout.write(`${JSON.stringify({ user: b, events: 8, position })}\n`);
}
