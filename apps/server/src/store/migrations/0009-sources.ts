import type { Migration } from './migration.ts';

/**
 * Who sends from server to server, what was refused of it, and by which identities that is found when
 * somebody is erased (decision 32); and users by their address.
 */
export const sources: Migration = {
  id: 9,
  name: 'sources',
  statements: ({ kind, types: { integer, text, key, autoKey }, heap, clustered }) => [
    `create table sources (
      project ${integer} not null,
      id ${key} not null,
      key ${key} not null unique,
      version ${integer} not null,
      document ${text} not null,
      primary key (project, id)
    )${heap}`,
    `create table source_records (
      project ${integer} not null,
      source ${key} not null,
      document ${text} not null,
      primary key (project, source)
    )${heap}`,
    `create table source_errors (
      number ${autoKey},
      project ${integer} not null,
      source ${key} not null,
      document ${text} not null
    )${heap}`,
    'create index source_errors_by_source on source_errors (project, source, number)',
    `create table source_error_subjects (
      project ${integer} not null,
      kind ${key} not null,
      id ${key} not null,
      error ${integer} not null,
      primary key (project, kind, id, error)
    )${clustered}`,
    'create index source_error_subjects_by_error on source_error_subjects (error)',
    `create index profiles_by_email on profiles (project, ${emailOf[kind]})
    where ${emailOf[kind]} is not null`,
  ],
};

/**
 * The address in a document, in small letters; `user-emails.ts` asks for it in the same words. It is cut
 * out as text: PostgreSQL's JSON functions refuse a document that has \\u0000 anywhere, and inside of
 * a text the quotes would be escaped.
 */
const emailOf = {
  sqlite: `case when instr(document, '"email":["') > 0 then lower(substr(
    substr(document, instr(document, '"email":["') + 10), 1,
    instr(substr(document, instr(document, '"email":["') + 10), '"') - 1)) end`,
  postgres: `lower(substring(document from '"email":\\["([^"]*)"') collate "C")`,
};
