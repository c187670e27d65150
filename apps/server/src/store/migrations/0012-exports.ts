import type { Migration } from './migration.ts';

/** Files of users that were asked for; the files themselves are in the data folder. */
export const exportFiles: Migration = {
  id: 12,
  name: 'exports',
  statements: ({ types: { integer, text, key }, heap }) => [
    `create table exports (
      project ${integer} not null,
      id ${key} not null,
      document ${text} not null,
      primary key (project, id)
    )${heap}`,
  ],
};
