import type { WebhookBody, WebhookEventType } from '@muster/protocol';
import { projectId, type RunningServer } from '../muster-process.ts';

/** The first admin of a server that is started with `asAdmin`. */
const email = 'ada@example.com';
const password = 'correct horse battery';
export const asAdmin = { MUSTER_ADMIN_EMAIL: email, MUSTER_ADMIN_PASSWORD: password };

/** Makes a webhook on a running server, as its first admin. */
export async function createWebhook(
  server: RunningServer,
  url: string,
  events: readonly WebhookEventType[],
): Promise<WebhookBody> {
  const origin = { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' };
  const signIn = await fetch(`${server.url}/api/session`, {
    method: 'POST',
    headers: origin,
    body: JSON.stringify({ email, password }),
  });
  const cookie = signIn.headers.get('set-cookie')?.split(';')[0] ?? '';
  const made = await fetch(`${server.url}/api/projects/${projectId}/webhooks`, {
    method: 'POST',
    headers: { ...origin, cookie },
    body: JSON.stringify({ url, events }),
  });
  if (made.status !== 201) throw new Error(await made.text());
  return (await made.json()) as WebhookBody;
}
