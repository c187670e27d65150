import type { Migration } from './migration.ts';

/** What members wrote about attributes and events. `id` is a digest: names are longer than keys may be. */
export const catalogNotes: Migration = {
  id: 7,
  name: 'catalog notes',
  statements: ({ types: { integer, key, text }, clustered }) => [
    `create table catalog_notes (
      project ${integer} not null,
      id ${key} not null,
      document ${text} not null,
      primary key (project, id)
    )${clustered}`,
  ],
};
