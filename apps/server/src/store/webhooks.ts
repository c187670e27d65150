import type { Instant } from '@muster/conditions';
import { fromKeyText, toKeyText } from './key-text.ts';
import type { Session } from './session.ts';

/** Somebody who is told of changes over HTTP. */
export interface WebhookRow {
  project: number;
  id: string;
  url: string;
  description: string;
  /** Types of events. */
  events: string[];
  /** `whsec_…`: what messages are signed with. */
  secret: string;
  /** The secret before this one, while messages are signed with both. */
  previous?: { secret: string; until: Instant };
  /** Present: nothing is sent. */
  disabled?: { at: Instant; reason: string };
  /** Since then no attempt has succeeded. */
  failingSince?: Instant;
  createdAt: Instant;
  createdBy: string;
  updatedAt: Instant;
  updatedBy: string;
}

interface StoredWebhook {
  project: number;
  id: string;
  document: string;
}

const columns = 'project, id, document';

/** Those of one project, by id. */
export async function listWebhooks(
  { connection }: Session,
  project: number,
): Promise<WebhookRow[]> {
  const { rows } = await connection.query<StoredWebhook>(
    `select ${columns} from webhooks where project = ? order by id`,
    [project],
  );
  return rows.map(toWebhook);
}

/** Those of every project. */
export async function listAllWebhooks({ connection }: Session): Promise<WebhookRow[]> {
  const { rows } = await connection.query<StoredWebhook>(
    `select ${columns} from webhooks order by project, id`,
  );
  return rows.map(toWebhook);
}

/** One of them, if it is there. */
export async function findWebhook(
  { connection }: Session,
  project: number,
  id: string,
): Promise<WebhookRow | undefined> {
  const { rows } = await connection.query<StoredWebhook>(
    `select ${columns} from webhooks where project = ? and id = ?`,
    [project, toKeyText(id)],
  );
  return rows[0] && toWebhook(rows[0]);
}

/** Inserts or replaces one. */
export async function putWebhook({ connection }: Session, row: WebhookRow): Promise<void> {
  const { project, id, ...rest } = row;
  await connection.query(
    `insert into webhooks (project, id, document) values (?, ?, ?)
    on conflict (project, id) do update set document = excluded.document`,
    [project, toKeyText(id), JSON.stringify(rest)],
  );
}

/** Removes one and all that it was or would be told. False when there is none. */
export async function deleteWebhook(
  { connection }: Session,
  project: number,
  id: string,
): Promise<boolean> {
  const key = [project, toKeyText(id)];
  await connection.query('delete from webhook_deliveries where project = ? and webhook = ?', key);
  const { changes } = await connection.query(
    'delete from webhooks where project = ? and id = ?',
    key,
  );
  return changes > 0;
}

function toWebhook({ project, id, document }: StoredWebhook): WebhookRow {
  const rest: Omit<WebhookRow, 'project' | 'id'> = JSON.parse(document);
  return { project, id: fromKeyText(id), ...rest };
}
