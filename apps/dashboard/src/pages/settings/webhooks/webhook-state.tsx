import type { WebhookBody } from '@muster/protocol';
import { Note } from '../../../ui/badge.tsx';

/** Whether a webhook is on, and whether it is well. */
export function WebhookState({ webhook }: { webhook: WebhookBody }) {
  if (webhook.disabled) return <Note tone="bad">Off</Note>;
  if (webhook.failingSince) return <Note tone="warning">Failing</Note>;
  return <Note tone="good">On</Note>;
}
