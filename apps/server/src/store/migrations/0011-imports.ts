import type { Migration } from './migration.ts';

/** Imported files: what they are, how far they have come, and what they replaced (decision 31). */
export const imports: Migration = {
  id: 11,
  name: 'imports',
  statements: ({ types: { integer, text, key, autoKey }, clustered, heap }) => [
    `create table imports (
      number ${autoKey},
      project ${integer} not null,
      id ${key} not null unique,
      status ${key} not null,
      document ${text} not null,
      settings ${text} not null
    )${heap}`,
    'create index imports_by_project on imports (project, number)',
    `create table import_progress (
      import ${integer} not null primary key,
      row ${integer} not null,
      created ${integer} not null,
      updated ${integer} not null,
      unchanged ${integer} not null,
      skipped ${integer} not null,
      refused ${integer} not null,
      issues ${integer} not null
    )${heap}`,
    `create table import_issues (
      import ${integer} not null,
      row ${integer} not null,
      document ${text} not null,
      primary key (import, row)
    )${clustered}`,
    // By user number next: those whom an import makes come at the end of the table.
    `create table import_changes (
      import ${integer} not null,
      number ${integer} not null,
      document ${text} not null,
      primary key (import, number)
    )${clustered}`,
  ],
};
