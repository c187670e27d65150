import type { Migration } from './migration.ts';

/** What is shown to whom, kept as segments are. */
export const experiences: Migration = {
  id: 5,
  name: 'experiences',
  statements: ({ types: { integer, text, key }, heap }) => [
    `create table experiences (
      project ${integer} not null,
      id ${key} not null,
      version ${integer} not null,
      document ${text} not null,
      primary key (project, id)
    )${heap}`,
    `create table experience_versions (
      project ${integer} not null,
      experience ${key} not null,
      version ${integer} not null,
      document ${text} not null,
      primary key (project, experience, version)
    )${heap}`,
  ],
};
