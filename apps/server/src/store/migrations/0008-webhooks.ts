import type { Migration } from './migration.ts';

/** Whom the world is told of changes, and what is still to be told (decision 33). */
export const webhooks: Migration = {
  id: 8,
  name: 'webhooks',
  statements: ({ types: { integer, text, key, autoKey }, heap }) => [
    `create table webhooks (
      project ${integer} not null,
      id ${key} not null,
      document ${text} not null,
      primary key (project, id)
    )${heap}`,
    // `person` is an identity of whom the message is about; `due` of one that is being sent, when
    // whoever sends it must have died.
    `create table webhook_deliveries (
      number ${autoKey},
      project ${integer} not null,
      webhook ${key} not null,
      state ${key} not null,
      at ${integer} not null,
      due ${integer} not null,
      person ${key},
      document ${text} not null
    )${heap}`,
    'create index webhook_deliveries_by_webhook on webhook_deliveries (project, webhook, number)',
    `create index webhook_deliveries_by_state
      on webhook_deliveries (project, webhook, state, number)`,
    `create index webhook_deliveries_waiting
      on webhook_deliveries (project, webhook, due, number) where state = 'waiting'`,
    `create index webhook_deliveries_sending
      on webhook_deliveries (due) where state = 'sending'`,
    `create index webhook_deliveries_by_person
      on webhook_deliveries (project, person) where person is not null`,
  ],
};
