import type { Migration } from './migration.ts';

/** How many were in a segment, once a day. `day` is a date of the project's time zone. */
export const segmentSizes: Migration = {
  id: 4,
  name: 'segment sizes',
  statements: ({ types: { integer, key }, clustered }) => [
    `create table segment_sizes (
      project ${integer} not null,
      segment ${key} not null,
      day ${key} not null,
      count ${integer} not null,
      primary key (project, segment, day)
    )${clustered}`,
    'create index segment_sizes_by_day on segment_sizes (project, day)',
  ],
};
