import { Gauge, type Registry } from 'prom-client';
import type { Indexer } from '../../index/indexer.ts';
import type { Work } from './read-work.ts';
import { createGaugeShow } from './show-gauge.ts';

/** Gauges that are read when somebody asks. */
export interface ProcessGauges {
  showWork(work: Work): void;
  /** Nobody knows: rather no figures than old ones. */
  hideWork(): void;
}

interface Parts {
  indexer: Indexer;
  lagChanges: () => number;
  lagSeconds: () => number;
}

export function createProcessGauges(
  registry: Registry,
  { indexer, lagChanges, lagSeconds }: Parts,
): ProcessGauges {
  const registers = [registry];

  const show = createGaugeShow(registry);

  show(
    'muster_index_lag_changes',
    'Changes in the log that the index has yet to take in.',
    lagChanges,
  );
  show(
    'muster_index_lag_seconds',
    'Age of the oldest change that the index has yet to take in.',
    lagSeconds,
  );
  show(
    'muster_index_excluded_users',
    'Users who are in no audience, because the index refused a row of theirs.',
    () => indexer.status().excluded.length,
  );
  show(
    'muster_index_unreadable_changes',
    'Changes of the log that could not be read since the start; for each the index was made anew.',
    () => indexer.status().unreadableChanges,
  );
  show(
    'muster_index_usable',
    '1 while the index follows the log, 0 while it cannot or is being made.',
    () => (indexer.status().state === 'following' ? 1 : 0),
  );
  const jobs = new Gauge({
    name: 'muster_jobs_waiting',
    help: 'Imports and exports under way or waiting, and messages of webhooks not yet delivered (10000: or more).',
    labelNames: ['queue'] as const,
    registers,
  });
  const users = new Gauge({
    name: 'muster_project_users',
    help: 'Users that a project has ever had, of the first hundred projects.',
    labelNames: ['project'] as const,
    registers,
  });
  const events = new Gauge({
    name: 'muster_project_events',
    help: 'Events that a project has, of the first hundred projects.',
    labelNames: ['project'] as const,
    registers,
  });

  return {
    showWork({ projects, ...queues }) {
      for (const [queue, count] of Object.entries(queues)) jobs.set({ queue }, count);
      users.reset();
      events.reset();
      for (const { id: project, usersEver, events: count } of projects) {
        users.set({ project }, usersEver);
        events.set({ project }, count);
      }
    },
    hideWork() {
      for (const gauge of [jobs, users, events]) gauge.reset();
    },
  };
}
