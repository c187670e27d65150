// Loads a file as the command does, in a process that is killed in the middle: folder, project id, and how many rows
// are acknowledged before; to the end without.
import { createBatcher } from '../../src/modules/ingest/batcher.ts';
import { createLocalIntake } from '../../src/modules/intake/local-intake.ts';
import { createIngestSink } from '../../src/modules/load/ingest-sink.ts';
import { loadFile } from '../../src/modules/load/load-file.ts';
import { labelOf } from '../../src/modules/load/load-label.ts';
import { openStore } from '../../src/store/open-store.ts';
import { cdnow } from './load-bench.ts';

const [dataDir = '', projectId = '', killAfter] = process.argv.slice(2);
const store = await openStore({ dataDir });
const project = await store.read((tx) => tx.project(projectId));
if (project === undefined) throw new Error(`There is no project ${projectId}`);
const service = createBatcher({
  store,
  onFailure: (error) => {
    throw error;
  },
});
const intake = createLocalIntake({
  store,
  service,
  newId: () => {
    throw new Error('A row has a message id of its own');
  },
});
const result = await loadFile(cdnow, {
  sink: createIngestSink({
    intake,
    project,
    label: labelOf(cdnow),
    now: Date.now,
    sleep: () => new Promise(setImmediate),
  }),
  projectId,
  dataDir,
  onProgress({ phase, rows }) {
    process.stdout.write(`${phase} ${rows}\n`);
    // By itself: who watches it could be too late on a busy machine.
    if (phase === 'loading' && rows >= Number(killAfter)) process.kill(process.pid, 'SIGKILL');
  },
});
process.stdout.write(`done ${JSON.stringify(result)}\n`);
await intake.close();
await store.close();
