import type { Migration } from './migration.ts';

const refusal = 'This number was of a project that has been deleted';

/**
 * Projects that were deleted: by whom and when, and whether their rows have gone (decision 50). The database
 * sees to it that a number is given once: an older version that still runs beside this one knows nothing of them.
 */
export const deletedProjects: Migration = {
  id: 16,
  name: 'deleted projects',
  statements: ({ kind, types: { integer, text, key }, heap }) => [
    `create table deleted_projects (
      number ${integer} not null primary key,
      id ${key} not null,
      removed ${integer},
      document ${text} not null
    )${heap}`,
    ...(kind === 'postgres' ? postgresTrigger : sqliteTrigger),
  ],
};

const sqliteTrigger = [
  `create trigger project_numbers before insert on projects
  when exists (select 1 from deleted_projects where number = new.number)
  begin select raise(abort, '${refusal}'); end`,
];

const postgresTrigger = [
  `create function refuse_project_number() returns trigger language plpgsql as $$
  begin
    if exists (select 1 from deleted_projects where number = new.number) then
      raise exception '${refusal}';
    end if;
    return new;
  end $$`,
  `create trigger project_numbers before insert on projects
  for each row execute function refuse_project_number()`,
];
