import * as z from 'zod';
import { problemReplies } from './problem.ts';
import { defineRoute, jsonBody, jsonReply } from './route.ts';

// Documentation only: ingestion has validation of its own, item by item and key by key.

const timestamp = z.string().optional().meta({
  description: 'ISO-8601. Default: the time of arrival.',
  example: '2026-03-29T12:00:00Z',
});

const messageId = z.string().optional().meta({
  description: 'Sent again with the same id, an item is accepted and changes nothing.',
});

const values = (description: string) =>
  z.record(z.string(), z.unknown()).optional().meta({ description });

const identifySchema = z
  .object({
    type: z.literal('identify'),
    userId: z.string(),
    timestamp,
    traits: values('Attributes by key; null removes one.'),
    messageId,
  })
  .meta({ id: 'Identify' });

const trackSchema = z
  .object({
    type: z.literal('track'),
    userId: z.string().optional(),
    anonymousId: z.string().optional(),
    event: z.string().meta({ example: 'purchase' }),
    timestamp,
    properties: values('Of this occurrence.'),
    messageId,
  })
  .meta({ id: 'Track', description: 'With either a user id or an anonymous id.' });

const itemSchema = z.union([identifySchema, trackSchema]);

/** What a sender is told of its items. */
export const ingestReplySchema = z
  .object({
    accepted: z.int(),
    rejected: z.array(
      z.object({
        index: z.int().meta({ description: 'Of the item in the batch.' }),
        code: z.string(),
        message: z.string(),
        path: z.string().optional(),
        scope: z.enum(['item', 'key']).meta({
          description: '`key`: that key alone was refused, the rest of the item was kept.',
        }),
      }),
    ),
  })
  .meta({ id: 'IngestReply' });

export const webhookRoute = defineRoute({
  operationId: 'ingest',
  method: 'post',
  path: '/sse/webhook',
  scope: 'write',
  tags: ['Data in'],
  summary: 'Send users and events',
  description: 'Answered when what was accepted is durable. One bad item never loses a good one.',
  request: { body: jsonBody(z.union([itemSchema, z.array(itemSchema)])) },
  responses: {
    200: jsonReply('What became of the items.', ingestReplySchema),
    ...problemReplies(400, 401, 403, 404, 413, 415, 422, 429, 503),
  },
});
