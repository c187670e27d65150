import type { Migration } from './migration.ts';

/**
 * Everything is keyed by project number and, where it is about a person, by user number next.
 * Free text lives in JSON documents, never in columns of its own: JSON escapes what the engines
 * would cut or refuse.
 */
export const initial: Migration = {
  id: 1,
  name: 'initial',
  statements: ({ types: { integer, text, key, bytes, autoKey }, clustered, heap }) => [
    `create table projects (
      number ${integer} not null primary key,
      id ${key} not null unique,
      next_number ${integer} not null default 1,
      events ${integer} not null default 0,
      document ${text} not null
    )${heap}`,
    `create table api_keys (
      project ${integer} not null,
      id ${key} not null,
      hash ${key} not null unique,
      document ${text} not null,
      primary key (project, id)
    )${heap}`,
    // Not clustered: documents are longer than a B-tree key may be before it spills to other pages.
    `create table profiles (
      project ${integer} not null,
      number ${integer} not null,
      document ${text} not null,
      primary key (project, number)
    )${heap}`,
    `create table identities (
      project ${integer} not null,
      kind ${key} not null,
      id ${key} not null,
      number ${integer} not null,
      primary key (project, kind, id)
    )${clustered}`,
    'create index identities_by_number on identities (project, number)',
    // message_key is the message id, or a hash of it when it is long: then message_id has it whole.
    `create table events (
      project ${integer} not null,
      number ${integer} not null,
      source ${key} not null,
      name ${key} not null,
      timestamp ${integer} not null,
      message_key ${key} not null,
      message_id ${text},
      properties ${text} not null,
      primary key (project, number, source, name, timestamp, message_key)
    )${clustered}`,
    `create table message_ids (
      project ${integer} not null,
      id ${bytes} not null,
      primary key (project, id)
    )${clustered}`,
    `create table event_names (
      project ${integer} not null,
      source ${key} not null,
      name ${key} not null,
      primary key (project, source, name)
    )${clustered}`,
    `create table changes (
      position ${integer} not null primary key,
      project ${integer} not null,
      type ${key} not null,
      body ${text} not null
    )${heap}`,
    // One row. The positions are counted here and not by the engine: those must never be given
    // twice, even when the whole log is pruned, and a rollback must leave no gap.
    `create table change_log (
      head ${integer} not null,
      pruned ${integer} not null
    )${heap}`,
    'insert into change_log (head, pruned) values (0, 0)',
    `create table segments (
      project ${integer} not null,
      id ${key} not null,
      version ${integer} not null,
      document ${text} not null,
      primary key (project, id)
    )${heap}`,
    `create table segment_versions (
      project ${integer} not null,
      segment ${key} not null,
      version ${integer} not null,
      document ${text} not null,
      primary key (project, segment, version)
    )${heap}`,
    `create table audit (
      number ${autoKey},
      project ${integer} not null,
      document ${text} not null
    )${heap}`,
    'create index audit_by_project on audit (project, number)',
  ],
};
