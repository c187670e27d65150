import { pino } from 'pino';
import { createSendMessage, type SendMessage } from '../../src/modules/webhooks/send-message.ts';
import { createWebhookWorker } from '../../src/modules/webhooks/webhook-worker.ts';
import type { Store } from '../../src/store/store.ts';
import type { NewDelivery } from '../../src/store/webhook-deliveries.ts';
import type { WebhookRow } from '../../src/store/webhooks.ts';
import { noon } from '../store/samples.ts';

/** Jitter at its middle: none. */
const chance = () => 0.5;

/**
 * A worker over a real store and real connections; its clock stands still until it is moved. It loses patience with
 * an address that is `hanging`, and with no other: how fast an answer comes is this machine's business.
 */
export function createTestWorker(store: Store, clock: { now: number }, hanging?: string) {
  const log: { msg: string; reason?: string }[] = [];
  const logger = pino({ level: 'warn' }, { write: (line) => void log.push(JSON.parse(line)) });
  const settings = { allowsPrivate: true, userAgent: 'Muster/test' };
  const hurried = createSendMessage({ ...settings, timeoutMs: 500 });
  const patient = createSendMessage({ ...settings, timeoutMs: 60_000 });
  const send: SendMessage = (message, signal) =>
    (message.url === hanging ? hurried : patient)(message, signal);
  const worker = createWebhookWorker({ store, send, logger, now: () => clock.now, chance });
  return { ...worker, log };
}

/** A webhook of the first project that wants everything. */
export function makeWebhook(url: string, given: Partial<WebhookRow> = {}): WebhookRow {
  return {
    project: 1,
    id: 'wh_1',
    url,
    description: '',
    events: ['segment.created', 'experience.seen'],
    secret: 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD',
    createdAt: noon,
    createdBy: 'test',
    updatedAt: noon,
    updatedBy: 'test',
    ...given,
  };
}

/** A message whose body says which it is. */
export function makeDelivery(name: string, given: Partial<NewDelivery> = {}): NewDelivery {
  return {
    project: 1,
    webhook: 'wh_1',
    id: `msg_${name}`,
    type: 'segment.created',
    at: noon,
    due: noon,
    subject: 'segment',
    payload: JSON.stringify({ name }),
    ...given,
  };
}
