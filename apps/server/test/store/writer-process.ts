/**
 * A process of its own that writes to the store in a folder until it is killed, or so many times,
 * and prints the position of each write when it is acknowledged. `tsx writer-process.ts folder [writes]`
 */
import { openStore } from '../../src/store/open-store.ts';
import type { Store } from '../../src/store/store.ts';
import { StoreBusyError } from '../../src/store/store-errors.ts';
import { makeEvent } from './samples.ts';

const [dataDir = '', writes = 'Infinity'] = process.argv.slice(2);
const project = 1;

/** One event, one profile that counts, one change; all or nothing. */
async function writeOnce(store: Store): Promise<number> {
  return store.write(async (tx) => {
    const number = await tx.allocateNumbers(project, 1);
    const [counter] = await tx.profiles(project, [1]);
    if (counter === undefined) throw new Error('The profile that counts is gone.');
    await tx.putProfiles(project, [{ ...counter, sessions: counter.sessions + 1 }]);
    const messageId = `${process.pid}-${number}`;
    await tx.keepNewMessageIds(project, [messageId]);
    const events = [makeEvent(number, { messageId })];
    await tx.insertEvents(project, events);
    return tx.appendChanges([{ type: 'events', project, events }]);
  });
}

const store = await openStore({ dataDir });
for (let done = 0; done < Number(writes); ) {
  try {
    const position = await writeOnce(store);
    done += 1;
    process.stdout.write(`${position}\n`);
  } catch (error) {
    // Another process has its turn; nothing of this one was kept.
    if (!(error instanceof StoreBusyError)) throw error;
  }
}
await store.close();
