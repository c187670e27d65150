import type { WebhookEventType } from '@muster/protocol';
import type { Caller } from '../../http/authenticate.ts';
import { HttpProblem } from '../../http/problem.ts';
import type { Store, WriteTransaction } from '../../store/store.ts';
import type { WebhookRow } from '../../store/webhooks.ts';
import type { RandomBytes } from '../projects/make-secret.ts';
import { toPayload } from './announce.ts';
import { findLiteralAddress, isPublicAddress } from './public-address.ts';
import { makeWebhookSecret } from './sign-message.ts';
import type { WebhookState } from './webhook-bodies.ts';

/** What of a webhook people choose. */
export interface WebhookWishes {
  url?: string | undefined;
  description?: string | undefined;
  events?: WebhookEventType[] | undefined;
  enabled?: boolean | undefined;
}

/** Whom a project tells of changes. Every change is audited, never with a secret. */
export interface WebhookService {
  list(caller: Caller): Promise<WebhookState[]>;
  create(
    caller: Caller,
    wishes: { url: string; description: string; events: WebhookEventType[] },
  ): Promise<WebhookState>;
  /** Throws a 404 for one that is not there, as all of the following. */
  change(caller: Caller, id: string, wishes: WebhookWishes): Promise<WebhookState>;
  remove(caller: Caller, id: string): Promise<void>;
  rotate(caller: Caller, id: string, graceHours: number): Promise<WebhookState>;
  /** The id of the message. Throws a 409 for one that is disabled. */
  test(caller: Caller, id: string): Promise<string>;
}

interface Parts {
  store: Store;
  now: () => number;
  newId: () => string;
  random: RandomBytes;
  allowsPrivate: boolean;
  /** Called when something is to be sent. */
  onDue: () => void;
}

const mostWebhooks = 20;
/** Up to where messages of a webhook are counted. */
const mostCounted = 1_000;
const hourMs = 60 * 60_000;

export function createWebhookService(parts: Parts): WebhookService {
  const { store, now, newId, random, allowsPrivate, onDue } = parts;

  async function readState(
    tx: Pick<WriteTransaction, 'countDeliveries'>,
    row: WebhookRow,
  ): Promise<WebhookState> {
    const wish = { project: row.project, webhook: row.id, limit: mostCounted };
    const count = (state: 'waiting' | 'failed') => tx.countDeliveries({ ...wish, state });
    return { row, waiting: await count('waiting'), failed: await count('failed') };
  }

  function checkUrl(text: string): string {
    const url = new URL(text);
    if (url.username !== '' || url.password !== '') {
      throw refuseUrl('credentials', 'No name and password: a signature says who sends a message.');
    }
    const literal = findLiteralAddress(url);
    // A name is looked at when it is called: what it leads to may change.
    if (!allowsPrivate && literal !== undefined && !isPublicAddress(literal)) {
      throw refuseUrl('private_address', `${literal} is not an address of the public internet.`);
    }
    url.hash = '';
    return url.href;
  }

  function audit(tx: WriteTransaction, { name: by }: Caller, what: AuditedChange): Promise<void> {
    const { action, row, before } = what;
    return tx.insertAudit({
      project: row.project,
      at: now(),
      by,
      action,
      subject: row.id,
      ...(before && { before: toAudited(before) }),
      ...(action !== 'webhook.deleted' && { after: toAudited(row) }),
    });
  }

  return {
    list: ({ project }) =>
      store.read(async (tx) => {
        const rows = await tx.webhooks(project.number);
        const states: WebhookState[] = [];
        for (const row of rows) states.push(await readState(tx, row));
        return states.sort((one, other) => one.row.createdAt - other.row.createdAt);
      }),

    create: (caller, { url, description, events }) =>
      store.write(async (tx) => {
        const { project, name: by } = caller;
        if ((await tx.webhooks(project.number)).length >= mostWebhooks) throw refuseMore();
        const at = now();
        const row: WebhookRow = {
          project: project.number,
          id: `wh_${newId()}`,
          url: checkUrl(url),
          description,
          events,
          secret: makeWebhookSecret(random),
          createdAt: at,
          createdBy: by,
          updatedAt: at,
          updatedBy: by,
        };
        await tx.putWebhook(row);
        await audit(tx, caller, { action: 'webhook.created', row });
        return readState(tx, row);
      }),

    change: (caller, id, wishes) =>
      store.write(async (tx) => {
        const before = await readRow(tx, caller, id);
        const row = applyWishes(before, wishes, { at: now(), by: caller.name, checkUrl });
        if (JSON.stringify(toAudited(before)) === JSON.stringify(toAudited(row))) {
          return readState(tx, before);
        }
        await tx.putWebhook(row);
        if (row.disabled) await tx.failDeliveries(row.project, id);
        await audit(tx, caller, { action: 'webhook.updated', row, before });
        return readState(tx, row);
      }),

    remove: (caller, id) =>
      store.write(async (tx) => {
        const row = await readRow(tx, caller, id);
        await tx.deleteWebhook(row.project, id);
        await audit(tx, caller, { action: 'webhook.deleted', row, before: row });
      }),

    rotate: (caller, id, graceHours) =>
      store.write(async (tx) => {
        const { previous: _, ...before } = await readRow(tx, caller, id);
        const at = now();
        const row: WebhookRow = {
          ...before,
          secret: makeWebhookSecret(random),
          ...(graceHours > 0 && {
            previous: { secret: before.secret, until: at + graceHours * hourMs },
          }),
        };
        await tx.putWebhook(row);
        const entry = { project: row.project, at, by: caller.name, subject: id };
        await tx.insertAudit({
          ...entry,
          action: 'webhook.secretRotated',
          after: { url: row.url, graceHours },
        });
        return readState(tx, row);
      }),

    async test(caller, id) {
      const messageId = `msg_${newId()}`;
      await store.write(async (tx) => {
        const row = await readRow(tx, caller, id);
        if (row.disabled) throw refuseDisabled();
        const at = now();
        const type = 'webhook.test';
        const data = { webhook: { id }, by: caller.name };
        const payload = toPayload(type, at, data);
        const { project } = row;
        const message = { project, webhook: id, id: messageId, type, at, due: at, payload };
        await tx.insertDeliveries([{ ...message, subject: messageId }]);
        const entry = { project, at, by: caller.name, action: 'webhook.tested', subject: id };
        await tx.insertAudit({ ...entry, after: { url: row.url } });
      });
      onDue();
      return messageId;
    },
  };
}

interface AuditedChange {
  action: string;
  row: WebhookRow;
  before?: WebhookRow;
}

function applyWishes(
  before: WebhookRow,
  { url, description, events, enabled }: WebhookWishes,
  { at, by, checkUrl }: { at: number; by: string; checkUrl: (url: string) => string },
): WebhookRow {
  const row: WebhookRow = {
    ...before,
    ...(url !== undefined && { url: checkUrl(url) }),
    ...(description !== undefined && { description }),
    ...(events !== undefined && { events }),
    updatedAt: at,
    updatedBy: by,
  };
  if (enabled === false) row.disabled ??= { at, reason: `${by} has turned it off.` };
  if (enabled === true) {
    delete row.disabled;
    // It has failed for as long as it has been on.
    delete row.failingSince;
  }
  return row;
}

/** Reads a webhook of the caller's project, or throws a 404. */
export async function readRow(
  tx: Pick<WriteTransaction, 'webhook'>,
  { project }: Caller,
  id: string,
): Promise<WebhookRow> {
  const row = await tx.webhook(project.number, id);
  if (row === undefined) {
    throw new HttpProblem(404, 'webhook_not_found', 'There is no such webhook.');
  }
  return row;
}

/** What the audit log shows of a webhook. */
function toAudited({ url, description, events, disabled }: WebhookRow) {
  return { url, description, events, enabled: disabled === undefined };
}

/** The refusal to send something to a webhook that is off. */
export function refuseDisabled(): HttpProblem {
  return new HttpProblem(409, 'webhook_disabled', 'The webhook is off: turn it on first.');
}

function refuseUrl(code: string, message: string): HttpProblem {
  const errors = [{ path: 'url', message, code }];
  return new HttpProblem(422, 'invalid_request', message, { errors });
}

function refuseMore(): HttpProblem {
  const detail = `A project has at most ${mostWebhooks} webhooks.`;
  return new HttpProblem(409, 'too_many_webhooks', detail);
}
