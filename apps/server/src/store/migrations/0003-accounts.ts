import type { Migration } from './migration.ts';

/**
 * People who log in. An account is one person, whatever projects she is a member of. What opens
 * something (a session, a link) is kept as its hash alone.
 */
export const accounts: Migration = {
  id: 3,
  name: 'accounts',
  statements: ({ types: { integer, text, key }, heap, clustered }) => [
    `create table accounts (
      id ${key} not null primary key,
      email ${key} not null unique,
      document ${text} not null
    )${heap}`,
    `create table members (
      project ${integer} not null,
      account ${key} not null,
      document ${text} not null,
      primary key (project, account)
    )${clustered}`,
    'create index members_by_account on members (account)',
    `create table login_sessions (
      hash ${key} not null primary key,
      account ${key} not null,
      expires ${integer} not null,
      document ${text} not null
    )${heap}`,
    'create index login_sessions_by_account on login_sessions (account)',
    'create index login_sessions_by_expiry on login_sessions (expires)',
    `create table invitations (
      hash ${key} not null primary key,
      id ${key} not null unique,
      project ${integer} not null,
      expires ${integer} not null,
      document ${text} not null
    )${heap}`,
    'create index invitations_by_project on invitations (project)',
  ],
};
