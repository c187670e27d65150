/**
 * Fills a small disk with a store until it is full, makes room and goes on; prints what happened as
 * JSON. `tsx full-disk-process.ts folder`, the folder being on a disk of its own with a file
 * `ballast` on it.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { openStore } from '../../src/store/open-store.ts';
import { addProject, makeEvent } from './samples.ts';

const [dataDir = ''] = process.argv.slice(2);
const store = await openStore({ dataDir });
await addProject(store);
let next = 0;

async function insertHundred(): Promise<void> {
  const events = Array.from({ length: 100 }, (_, at) =>
    makeEvent(1, {
      messageId: `m${next + at}`,
      properties: new Map([['filler', 'x'.repeat(500)]]),
    }),
  );
  await store.write(async (tx) => {
    await tx.insertEvents(1, events);
    await tx.appendChanges([{ type: 'events', project: 1, events }]);
  });
  next += 100;
}

async function fill(): Promise<string> {
  for (let batches = 0; batches < 1000; batches += 1) {
    try {
      await insertHundred();
    } catch (error) {
      return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    }
  }
  return 'never full';
}

const count = () => store.read((tx) => tx.countEvents(1));
const failure = await fill();
const whenFull = { acknowledged: next, counted: await count() };
const again = await fill();
rmSync(join(dataDir, 'ballast'));
await insertHundred();
const afterRoom = { acknowledged: next, counted: await count() };
await store.close();
const reopened = await openStore({ dataDir });
const head = await reopened.headPosition();
await reopened.close();
console.log(JSON.stringify({ failure, again, whenFull, afterRoom, head }));
