import type { Migration } from './migration.ts';

/** How far each queue of a browser has come (decision 0018). */
export const streams: Migration = {
  id: 2,
  name: 'streams',
  statements: ({ types: { integer, key }, clustered }) => [
    `create table streams (
      project ${integer} not null,
      id ${key} not null,
      seq ${integer} not null,
      heard ${integer} not null,
      primary key (project, id)
    )${clustered}`,
    // Written when a stream is new or was last written a day ago, so it only grows at its end.
    'create index streams_by_heard on streams (heard)',
  ],
};
