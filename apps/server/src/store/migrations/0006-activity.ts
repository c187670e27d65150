import type { Migration } from './migration.ts';

/** When users were first and last active, which their documents had before (decision 28). */
export const activity: Migration = {
  id: 6,
  name: 'activity',
  statements: ({ kind, types: { integer }, clustered }) => {
    // PostgreSQL's JSON functions refuse a document that has \u0000 anywhere. Inside of a text the
    // quotes would be escaped, so the pattern finds the member alone.
    const read = (member: string) =>
      kind === 'sqlite'
        ? `document ->> '$.${member}'`
        : `cast(substring(document from '"${member}":([-0-9]+)') as ${integer})`;
    return [
      `create table activity (
        project ${integer} not null,
        number ${integer} not null,
        first_seen ${integer} not null,
        last_activity ${integer} not null,
        primary key (project, number)
      )${clustered}`,
      `insert into activity (project, number, first_seen, last_activity)
      select project, number, first_seen, last_activity from (
        select project, number, ${read('firstSeen')} as first_seen,
          ${read('lastActivity')} as last_activity from profiles
      ) as given where first_seen is not null and last_activity is not null`,
    ];
  },
};
