import type { Logger } from 'pino';
import { breathe } from '../../index/breathe.ts';
import { createRepeatedWork } from '../../peers/repeated-work.ts';
import type { Project, Store } from '../../store/store.ts';

/** Removes the events of each project that are older than it keeps them. */
export interface RetentionJob {
  /** Begins to look; returns at once. */
  start(): void;
  /** A project may keep less than it did. */
  notify(): void;
  /** Removes what is too old now. */
  run(): Promise<void>;
  stop(): Promise<void>;
}

interface Parts {
  store: Store;
  logger: Logger;
  now: () => number;
  /** Called when events have gone, so that the index follows soon. */
  onChange: () => void;
}

const lookEveryMs = 60 * 60_000;
const dayMs = 24 * 60 * 60_000;
/** Users whose events are looked through at once: it happens on the thread that answers requests. */
const usersAtOnce = 250;
/** Events removed by one transaction, which holds up other writers. */
const eventsAtOnce = 1_000;

/** Whoever removes old events, in the audit log. */
const jobName = 'Muster';

/**
 * Goes through the users in order of number, so it needs no index on the time of events, which every event
 * would pay for. What is removed and the change that says so are one transaction: the index never
 * has other events than the store for longer than it takes to follow.
 */
export function createRetentionJob({ store, logger, now, onChange }: Parts): RetentionJob {
  const failure = 'old events could not be removed';
  const repeated = createRepeatedWork({ everyMs: lookEveryMs, work: runAll, logger, failure });

  async function remove(project: number, after: number, through: number, before: number) {
    return store.write(async (tx) => {
      const range = { project, after, through, before };
      const removed = await tx.deleteOldEvents(range);
      if (removed > 0) await tx.appendChanges([{ type: 'expire', ...range }]);
      return removed;
    });
  }

  /** One who has many: in order of time, so that no transaction is long. */
  async function removeManyOf(project: number, number: number, before: number): Promise<number> {
    const range = { project, after: number - 1, through: number, before };
    const times = await store.read((tx) => tx.oldTimes(range));
    let removed = 0;
    for (let at = eventsAtOnce; at < times.length; at += eventsAtOnce) {
      repeated.signal.throwIfAborted();
      removed += await remove(project, number - 1, number, times[at] ?? before);
      await breathe();
    }
    return removed + (await remove(project, number - 1, number, before));
  }

  async function removeOfUsers(project: number, from: number, to: number, before: number) {
    const counts = await store.read((tx) =>
      tx.countOldEvents({ project, after: from, through: to, before }),
    );
    let removed = 0;
    let after = from;
    let pending = 0;
    for (const { number, count } of counts) {
      repeated.signal.throwIfAborted();
      if (pending > 0 && pending + count > eventsAtOnce) {
        removed += await remove(project, after, number - 1, before);
        [after, pending] = [number - 1, 0];
        await breathe();
      }
      if (count <= eventsAtOnce) pending += count;
      else {
        removed += await removeManyOf(project, number, before);
        after = number;
      }
    }
    if (pending > 0) removed += await remove(project, after, to, before);
    return removed;
  }

  async function runFor({ number: project, id, eventRetentionDays }: Project): Promise<void> {
    if (eventRetentionDays === undefined) return;
    const before = now() - eventRetentionDays * dayMs;
    const last = await store.read((tx) => tx.lastNumber(project));
    let removed = 0;
    for (let from = 0; from < last; from += usersAtOnce) {
      repeated.signal.throwIfAborted();
      removed += await removeOfUsers(project, from, Math.min(last, from + usersAtOnce), before);
      await breathe();
    }
    if (removed === 0) return;
    await store.write((tx) =>
      tx.insertAudit({
        project,
        at: now(),
        by: jobName,
        action: 'events.expired',
        subject: id,
        after: { events: removed, before: new Date(before).toISOString(), eventRetentionDays },
      }),
    );
    onChange();
  }

  async function runAll(): Promise<void> {
    for (const project of await store.read((tx) => tx.projects())) await runFor(project);
  }

  return {
    start: repeated.start,
    notify: repeated.notify,
    run: runAll,
    stop: repeated.stop,
  };
}
