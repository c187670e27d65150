import type { Instant } from '@muster/conditions';
import { toIdentityKey } from './identity-key.ts';
import { fromKeyText, toKeyText } from './key-text.ts';
import type { Session } from './session.ts';
import type { BatchInsert } from './sql-connection.ts';
import type { Identity } from './store.ts';

/** `waiting` until it is due, `sending` while somebody has claimed it. */
export type DeliveryState = 'waiting' | 'sending' | 'delivered' | 'failed';

/** One attempt at telling it. */
export interface DeliveryAttempt {
  at: Instant;
  /** Of the answer; absent: there was none. */
  status?: number;
  /** Why it failed without an answer. */
  error?: string;
  durationMs: number;
  /** The beginning of the body of the answer. */
  response: string;
}

/** A message to one webhook. */
export interface NewDelivery {
  project: number;
  webhook: string;
  /** What `webhook-id` says, at every attempt. */
  id: string;
  type: string;
  at: Instant;
  due: Instant;
  /** What it is about: what is about one thing is sent in order. */
  subject: string;
  /** Whom it is about: it goes when she is erased. */
  person?: Identity;
  /** The body, byte by byte: what is signed. */
  payload: string;
}

/** The same as it is kept. Later ones have higher numbers. */
export interface DeliveryRow extends Omit<NewDelivery, 'person'> {
  number: number;
  state: DeliveryState;
  attempts: DeliveryAttempt[];
  /** How many of the attempts count for when the next is due: those since the last replay. */
  tries: number;
}

interface StoredDelivery {
  number: number;
  project: number;
  webhook: string;
  state: DeliveryState;
  at: number;
  due: number;
  document: string;
}

const columns = 'number, project, webhook, state, at, due, document';

const deliveryInsert: BatchInsert = {
  table: 'webhook_deliveries',
  columns: {
    project: 'integer',
    webhook: 'text',
    state: 'text',
    at: 'integer',
    due: 'integer',
    person: 'text',
    document: 'text',
  },
  conflict: '',
};

/** Puts messages into the queues of their webhooks, in this order. */
export async function insertDeliveries(
  { connection }: Session,
  deliveries: readonly NewDelivery[],
): Promise<void> {
  const rows = deliveries.map((delivery) => {
    const { project, webhook, at, due, person, ...document } = delivery;
    const key = person === undefined ? null : toKeyText(toIdentityKey(person));
    const text = JSON.stringify({ ...document, attempts: [], tries: 0 });
    return [project, toKeyText(webhook), 'waiting', at, due, key, text];
  });
  await connection.insertRows(deliveryInsert, rows);
}

/**
 * Takes at most `limit` messages that are due, those due first before others, and nobody else can take
 * them until `until`. Whoever holds the right to write holds it alone, so none is taken twice.
 */
export async function claimDeliveries(
  { connection }: Session,
  { project, webhook, now, until, limit }: DeliveryClaim,
): Promise<DeliveryRow[]> {
  const { rows } = await connection.query<StoredDelivery>(
    `update webhook_deliveries set state = 'sending', due = ? where number in (
      select number from webhook_deliveries
      where project = ? and webhook = ? and state = 'waiting' and due <= ?
      order by due, number limit ?
    ) returning ${columns}`,
    [until, project, toKeyText(webhook), now, limit],
  );
  return rows.map(toDelivery).sort((one, other) => one.number - other.number);
}

export interface DeliveryClaim {
  project: number;
  webhook: string;
  now: Instant;
  until: Instant;
  limit: number;
}

/** Whether something could be claimed now. */
export async function isDeliveryDue(
  { connection }: Session,
  { project, webhook, now }: Pick<DeliveryClaim, 'project' | 'webhook' | 'now'>,
): Promise<boolean> {
  const { rows } = await connection.query(
    `select 1 as one from webhook_deliveries
    where project = ? and webhook = ? and state = 'waiting' and due <= ? limit 1`,
    [project, toKeyText(webhook), now],
  );
  return rows.length > 0;
}

/** Whether `releaseDeliveries` would give something back. */
export async function isClaimLost(
  { connection }: Session,
  claimedUntil: Instant,
): Promise<boolean> {
  const { rows } = await connection.query(
    "select 1 as one from webhook_deliveries where state = 'sending' and due <= ? limit 1",
    [claimedUntil],
  );
  return rows.length > 0;
}

/** Gives back what was claimed until then or earlier by somebody who did not say what came of it. */
export async function releaseDeliveries(
  { connection }: Session,
  claimedUntil: Instant,
  due: Instant,
): Promise<number> {
  const { changes } = await connection.query(
    "update webhook_deliveries set state = 'waiting', due = ? where state = 'sending' and due <= ?",
    [due, claimedUntil],
  );
  return changes;
}

/** Replaces what is known of a message; its payload never changes. */
export async function updateDelivery({ connection }: Session, row: DeliveryRow): Promise<void> {
  const { number, project: _, webhook: __, at: ___, state, due, ...document } = row;
  await connection.query(
    'update webhook_deliveries set state = ?, due = ?, document = ? where number = ?',
    [state, due, JSON.stringify(document), number],
  );
}

/** One message of a webhook, if it is there. */
export async function findDelivery(
  { connection }: Session,
  { project, webhook, number }: Pick<DeliveryRow, 'project' | 'webhook' | 'number'>,
): Promise<DeliveryRow | undefined> {
  const { rows } = await connection.query<StoredDelivery>(
    `select ${columns} from webhook_deliveries where number = ? and project = ? and webhook = ?`,
    [number, project, toKeyText(webhook)],
  );
  return rows[0] && toDelivery(rows[0]);
}

export interface DeliveryWish {
  project: number;
  webhook: string;
  /** Absent: in any state. */
  state?: DeliveryState | undefined;
  /** From the one before that number on. */
  before?: number | undefined;
  limit: number;
}

/** Messages of a webhook, the latest first. */
export async function listDeliveries(
  { connection }: Session,
  { project, webhook, state, before = Number.MAX_SAFE_INTEGER, limit }: DeliveryWish,
): Promise<DeliveryRow[]> {
  const inState = state === undefined ? '' : 'and state = ? ';
  const { rows } = await connection.query<StoredDelivery>(
    `select ${columns} from webhook_deliveries
    where project = ? and webhook = ? ${inState}and number < ? order by number desc limit ?`,
    [project, toKeyText(webhook), ...(state === undefined ? [] : [state]), before, limit],
  );
  return rows.map(toDelivery);
}

/** How many messages of a webhook are in a state, counted up to `limit`. */
export async function countDeliveries(
  { connection }: Session,
  { project, webhook, state, limit }: DeliveryWish & { state: DeliveryState },
): Promise<number> {
  const { rows } = await connection.query<{ count: number }>(
    `select count(*) as count from (
      select number from webhook_deliveries where project = ? and webhook = ? and state = ? limit ?
    ) as counted`,
    [project, toKeyText(webhook), state, limit],
  );
  return rows[0]?.count ?? 0;
}

/** Ends the waiting of everything that is still to be told to a webhook. */
export async function failDeliveries(
  { connection }: Session,
  project: number,
  webhook: string,
): Promise<void> {
  await connection.query(
    `update webhook_deliveries set state = 'failed'
    where project = ? and webhook = ? and state = 'waiting'`,
    [project, toKeyText(webhook)],
  );
}

const aboutUser = `project = ? and person in (
      select kind || ':' || id from identities where project = ? and number = ?
    )`;

/** What was or will be told about somebody, by any of her identities, in the order of numbers. */
export async function listDeliveriesAbout(
  { connection }: Session,
  project: number,
  number: number,
): Promise<DeliveryRow[]> {
  const { rows } = await connection.query<StoredDelivery>(
    `select ${columns} from webhook_deliveries where ${aboutUser} order by number`,
    [project, project, number],
  );
  return rows.map(toDelivery);
}

/** Forgets what was to be told about somebody, or was told, by any of her identities. */
export async function forgetDeliveriesAbout(
  { connection }: Session,
  project: number,
  number: number,
): Promise<void> {
  await connection.query(`delete from webhook_deliveries where ${aboutUser}`, [
    project,
    project,
    number,
  ]);
}

/** How long, and how many, of the messages that wait for nothing are kept. */
export interface DeliveryLimits {
  before: Instant;
  /** Of those delivered, for each webhook. */
  mostDelivered: number;
  /** Rows of one call. */
  limit: number;
}

/**
 * Messages of a webhook that are delivered or failed and old, the oldest first. Numbers are in the order
 * in which messages came to be, so the first of each state says whether there are any.
 */
async function findOldDeliveries(
  { connection }: Session,
  { project, webhook }: Pick<DeliveryRow, 'project' | 'webhook'>,
  { before, mostDelivered, limit }: DeliveryLimits,
): Promise<number[]> {
  const key = [project, toKeyText(webhook)];
  const { rows } = await connection.query<{ number: number }>(
    `select number from webhook_deliveries where project = ? and webhook = ?
      and state = 'delivered' order by number desc limit 1 offset ?`,
    [...key, mostDelivered],
  );
  const found: number[] = [];
  for (const [state, most] of [['delivered', rows[0]?.number ?? 0] as const, ['failed', 0]]) {
    const oldest = await connection.query<{ number: number; at: number }>(
      `select number, at from webhook_deliveries where project = ? and webhook = ? and state = ?
        order by number limit ?`,
      [...key, state, limit],
    );
    const old = oldest.rows.filter(({ number, at }) => at < before || number <= Number(most));
    found.push(...old.map(({ number }) => number));
  }
  return found;
}

/** Whether `pruneDeliveries` would forget something. */
export async function hasOldDeliveries(
  session: Session,
  key: Pick<DeliveryRow, 'project' | 'webhook'>,
  limits: DeliveryLimits,
): Promise<boolean> {
  return (await findOldDeliveries(session, key, limits)).length > 0;
}

/** Forgets them, and says how many. */
export async function pruneDeliveries(
  session: Session,
  key: Pick<DeliveryRow, 'project' | 'webhook'>,
  limits: DeliveryLimits,
): Promise<number> {
  const numbers = await findOldDeliveries(session, key, limits);
  for (const number of numbers) {
    await session.connection.query('delete from webhook_deliveries where number = ?', [number]);
  }
  return numbers.length;
}

function toDelivery({ document, webhook, ...row }: StoredDelivery): DeliveryRow {
  return { ...row, webhook: fromKeyText(webhook), ...JSON.parse(document) };
}
