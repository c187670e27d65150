import type { WebhookEventType } from '@muster/protocol';

/** What webhooks can be told of, in words, in the order in which it is offered. */
export const eventWords: Readonly<Record<WebhookEventType, string>> = {
  'segment.created': 'Segment created',
  'segment.updated': 'Segment changed',
  'segment.deleted': 'Segment deleted',
  'segment.entered': 'Somebody entered a segment',
  'segment.left': 'Somebody left a segment',
  'experience.seen': 'Experience seen',
  'experience.completed': 'Experience completed',
  'experience.dismissed': 'Experience dismissed',
  'experience.answered': 'Question answered',
};

/** The same as a list. */
export const eventTypes = Object.keys(eventWords) as WebhookEventType[];

/** A type in words; one that is not known here, e.g. that of a test, by its code. */
export function describeEvent(type: string): string {
  if (type === 'webhook.test') return 'Test';
  return Object.hasOwn(eventWords, type) ? eventWords[type as WebhookEventType] : type;
}
