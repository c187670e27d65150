import type { ProjectBody } from '@muster/protocol';
import { pino } from 'pino';
import { type VerifyReport, verifyIndex } from '../../src/index/verify.ts';
import { createRetentionJob } from '../../src/modules/retention/retention-job.ts';
import type { Person } from '../http/people.ts';
import type { Reply, TestHouse } from '../http/test-house.ts';

export const dayMs = 24 * 60 * 60_000;

/** The job that removes old events, once, in the house's time. */
export async function removeOldEvents({ store, indexer, clock }: TestHouse): Promise<void> {
  const job = createRetentionJob({
    store,
    logger: pino({ level: 'silent' }),
    now: () => clock.now,
    onChange: indexer.notify,
  });
  await job.run();
}

/** Says how many days an admin's project keeps events. */
export function keepFor(
  house: TestHouse,
  admin: Person,
  days: number | null,
): Promise<Reply<ProjectBody>> {
  const body = { eventRetentionDays: days };
  return house.call<ProjectBody>('PATCH', house.at(''), { ...admin.browser, body });
}

/** A purchase so many days ago. */
export function purchase({ clock }: TestHouse, userId: string, daysAgo: number, more: object = {}) {
  return {
    type: 'track',
    event: 'purchase',
    userId,
    timestamp: new Date(clock.now - daysAgo * dayMs).toISOString(),
    ...more,
  };
}

/** Compares the index, when it has followed, with the store. */
export async function verifyHouse({ store, indexer, engines }: TestHouse): Promise<VerifyReport> {
  await indexer.caughtUp();
  return verifyIndex({
    store,
    engine: engines.background,
    caughtUp: () => indexer.caughtUp(),
    onProgress: () => {},
  });
}
