import type { Migration } from './migration.ts';

/** What conditions are resolved from, and what pages are served; of imports whether they can be named. */
const counted = {
  segments: 'insert or update or delete',
  experiences: 'insert or update or delete',
  tracked_events: 'insert or update or delete',
  imports: 'insert or update of status or delete',
};

/**
 * A number of each project that grows whenever one of its definitions changes (decision 47). The database counts:
 * an older version that still runs beside this one must be counted, too.
 */
export const definitionsRevision: Migration = {
  id: 15,
  name: 'definitions revision',
  statements: (dialect) => [
    `alter table projects add column definitions ${dialect.types.integer} not null default 0`,
    ...(dialect.kind === 'postgres' ? postgresTriggers() : sqliteTriggers()),
  ],
};

const add = 'update projects set definitions = definitions + 1 where number';

function postgresTriggers(): string[] {
  return [
    `create function count_definition() returns trigger language plpgsql as $$
    begin
      if tg_op = 'DELETE' then
        ${add} = old.project;
      else
        ${add} = new.project;
      end if;
      return null;
    end $$`,
    ...Object.entries(counted).map(
      ([table, changes]) =>
        `create trigger ${table}_counted after ${changes} on ${table}
        for each row execute function count_definition()`,
    ),
  ];
}

/** One trigger for each kind of change: SQLite has none for several. */
function sqliteTriggers(): string[] {
  return Object.entries(counted).flatMap(([table, changes]) =>
    changes.split(' or ').map((change) => {
      const [kind] = change.split(' ');
      const row = kind === 'delete' ? 'old' : 'new';
      return `create trigger ${table}_counted_${kind} after ${change} on ${table}
        begin ${add} = ${row}.project; end`;
    }),
  );
}
