import type { Migration } from './migration.ts';

/** No-code events, kept as segments and experiences are. */
export const trackedEvents: Migration = {
  id: 10,
  name: 'tracked-events',
  statements: ({ types: { integer, text, key }, heap }) => [
    `create table tracked_events (
      project ${integer} not null,
      id ${key} not null,
      version ${integer} not null,
      document ${text} not null,
      primary key (project, id)
    )${heap}`,
    `create table tracked_event_versions (
      project ${integer} not null,
      tracked_event ${key} not null,
      version ${integer} not null,
      document ${text} not null,
      primary key (project, tracked_event, version)
    )${heap}`,
  ],
};
