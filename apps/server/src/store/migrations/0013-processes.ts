import type { Migration } from './migration.ts';

/**
 * Which process does what only one may do, `until` by the clock of the server; and which pages are about to
 * show what, at whichever process.
 */
export const processes: Migration = {
  id: 13,
  name: 'processes',
  statements: ({ types: { integer, text, key }, heap }) => [
    `create table leases (
      name ${key} not null primary key,
      holder ${text} not null,
      fence ${integer} not null,
      until ${integer} not null,
      note ${text} not null
    )${heap}`,
    `create table claims (
      person ${key} not null,
      experience ${key} not null,
      token ${text} not null,
      at ${integer} not null,
      primary key (person, experience)
    )${heap}`,
    'create index claims_by_time on claims (at)',
  ],
};
