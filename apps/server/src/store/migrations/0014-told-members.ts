import type { Migration } from './migration.ts';

/** Who was in which segment when webhooks were told of it last (decision 45). */
export const toldMembers: Migration = {
  id: 14,
  name: 'told members',
  statements: ({ types: { integer, text, key, bytes }, clustered, heap }) => [
    `create table told_projects (
      project ${integer} not null primary key,
      revision ${integer} not null,
      position ${integer} not null,
      at ${integer} not null,
      time_zone ${text} not null
    )${heap}`,
    `create table told_segments (
      project ${integer} not null,
      segment ${key} not null,
      meaning ${text} not null,
      primary key (project, segment)
    )${heap}`,
    `create table told_members (
      project ${integer} not null,
      segment ${key} not null,
      part ${integer} not null,
      bits ${bytes} not null,
      primary key (project, segment, part)
    )${clustered}`,
  ],
};
