import * as z from 'zod';
import { instantSchema } from './instant.ts';
import { paragraphSchema } from './plain-text.ts';
import { commonProblems, problemReplies } from './problem.ts';
import { projectParams } from './project.ts';
import { defineRoute, jsonBody, jsonReply } from './route.ts';

const tags = ['Webhooks'];
const path = '/api/projects/{projectId}/webhooks';
const bodyProblems = { ...commonProblems, ...problemReplies(400, 413, 415) };

/** What webhooks can be told of. */
export const webhookEventTypes = [
  'segment.created',
  'segment.updated',
  'segment.deleted',
  'segment.entered',
  'segment.left',
  'experience.seen',
  'experience.completed',
  'experience.dismissed',
  'experience.answered',
] as const;

export type WebhookEventType = (typeof webhookEventTypes)[number];

const eventTypeSchema = z.enum(webhookEventTypes).meta({ id: 'WebhookEventType' });

const eventsSchema = z
  .array(eventTypeSchema)
  .min(1, 'Choose at least one.')
  .refine((events) => new Set(events).size === events.length, 'Each of them once.');

const webhookSchema = z
  .object({
    id: z.string(),
    url: z.string(),
    description: z.string(),
    events: z.array(eventTypeSchema),
    disabled: z
      .object({ at: instantSchema, reason: z.string() })
      .nullable()
      .meta({ description: 'Present: nothing is sent, and nothing is kept for it to be sent.' }),
    failingSince: instantSchema
      .nullable()
      .meta({ description: 'Since then no attempt has succeeded.' }),
    previousSecretUntil: instantSchema.nullable().meta({
      description: 'Until then messages are signed with the secret before this one, too.',
    }),
    waiting: z
      .int()
      .meta({ description: 'Messages that are still to be delivered, counted up to 1,000.' }),
    failed: z.int().meta({ description: 'Messages that were given up, counted up to 1,000.' }),
    createdAt: instantSchema,
    createdBy: z.string(),
    updatedAt: instantSchema,
    updatedBy: z.string(),
  })
  .meta({ id: 'Webhook' });

export type WebhookBody = z.infer<typeof webhookSchema>;

const secretSchema = webhookSchema
  .extend({
    secret: z.string().meta({
      description:
        'Shown this once. Messages are signed with it as Standard Webhooks says: `whsec_` and the key in base64.',
      example: 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD',
    }),
  })
  .meta({ id: 'WebhookWithSecret' });

export type WebhookWithSecretBody = z.infer<typeof secretSchema>;

const urlSchema = z
  .url({
    protocol: /^https?$/,
    error: 'It must be an address that begins with https:// or http://.',
  })
  .max(2000, 'At most 2000 characters.')
  .meta({ example: 'https://example.com/hooks/muster' });

const webhookParams = projectParams.extend({ webhookId: z.string() });

export const listWebhooksRoute = defineRoute({
  operationId: 'listWebhooks',
  method: 'get',
  path,
  scope: 'admin',
  tags,
  summary: 'Whom the project tells of changes',
  request: { params: projectParams },
  responses: {
    200: jsonReply(
      'The webhooks.',
      z.object({
        webhooks: z.array(webhookSchema),
        movesUntold: z.enum(['off', 'memory']).nullable().meta({
          description:
            'Why nobody is told who enters and leaves segments: live membership is off (`MUSTER_LIVE_MEMORY_MB=0`), or would need more memory than it may have; null: they are told.',
        }),
      }),
    ),
    ...commonProblems,
  },
});

export const createWebhookRoute = defineRoute({
  operationId: 'createWebhook',
  method: 'post',
  path,
  scope: 'admin',
  tags,
  summary: 'Tell somebody of changes',
  description:
    'Messages follow Standard Webhooks: headers `webhook-id`, `webhook-timestamp` and `webhook-signature`, a JSON body `{type, timestamp, data}`. An answer of 2xx within 15 seconds takes a message; else it is tried again for three days, with the same `webhook-id`.',
  request: {
    params: projectParams,
    body: jsonBody(
      z
        .strictObject({
          url: urlSchema,
          description: paragraphSchema(200).default(''),
          events: eventsSchema,
        })
        .meta({ id: 'NewWebhook', required: ['url', 'events'] }),
    ),
  },
  responses: {
    201: jsonReply('The webhook, with its secret.', secretSchema),
    ...bodyProblems,
    ...problemReplies(409),
  },
});

export const changeWebhookRoute = defineRoute({
  operationId: 'changeWebhook',
  method: 'patch',
  path: `${path}/{webhookId}`,
  scope: 'admin',
  tags,
  summary: 'Change a webhook, turn it off or on',
  description:
    'What still waits for a webhook that is turned off has failed; it can be replayed when it is on again.',
  request: {
    params: webhookParams,
    body: jsonBody(
      z
        .strictObject({
          url: urlSchema.optional(),
          description: paragraphSchema(200).optional(),
          events: eventsSchema.optional(),
          enabled: z.boolean().optional(),
        })
        .meta({ id: 'WebhookChange' }),
    ),
  },
  responses: { 200: jsonReply('The webhook as it is now.', webhookSchema), ...bodyProblems },
});

export const deleteWebhookRoute = defineRoute({
  operationId: 'deleteWebhook',
  method: 'delete',
  path: `${path}/{webhookId}`,
  scope: 'admin',
  tags,
  summary: 'Delete a webhook, and all that was or would be sent to it',
  request: { params: webhookParams },
  responses: { 204: { description: 'It is gone.' }, ...commonProblems },
});

export const rotateWebhookSecretRoute = defineRoute({
  operationId: 'rotateWebhookSecret',
  method: 'post',
  path: `${path}/{webhookId}/rotate`,
  scope: 'admin',
  tags,
  summary: 'Make a new secret',
  description:
    'Messages are signed with both for `graceHours`, so that the receiver can change over.',
  request: {
    params: webhookParams,
    body: jsonBody(
      z
        .strictObject({ graceHours: z.int().min(0).max(168).default(24) })
        .meta({ id: 'WebhookSecretRotation', required: [] }),
    ),
  },
  responses: { 200: jsonReply('The webhook, with its new secret.', secretSchema), ...bodyProblems },
});

const attemptSchema = z
  .object({
    at: instantSchema,
    status: z.int().nullable().meta({ description: 'Of the answer; null: there was none.' }),
    error: z.string().nullable().meta({ description: 'Why there was no answer.' }),
    durationMs: z.int(),
    response: z.string().meta({ description: 'The beginning of the body of the answer.' }),
  })
  .meta({ id: 'WebhookAttempt' });

const stateSchema = z
  .enum(['waiting', 'sending', 'delivered', 'failed'])
  .meta({ id: 'WebhookDeliveryState' });

const deliverySchema = z
  .object({
    id: z.int(),
    messageId: z.string().meta({ description: '`webhook-id` of every attempt.' }),
    type: z.string().meta({ description: 'As in `events`, or `webhook.test`.' }),
    state: stateSchema,
    at: instantSchema,
    nextAttemptAt: instantSchema.nullable().meta({ description: 'null unless it waits.' }),
    attempts: z.array(attemptSchema),
  })
  .meta({ id: 'WebhookDelivery' });

export type WebhookDeliveryBody = z.infer<typeof deliverySchema>;

const deliveryWithPayloadSchema = deliverySchema
  .extend({ payload: z.string().meta({ description: 'The body, byte by byte.' }) })
  .meta({ id: 'WebhookDeliveryWithPayload' });

export type WebhookDeliveryWithPayloadBody = z.infer<typeof deliveryWithPayloadSchema>;

const deliveryParams = webhookParams.extend({
  deliveryId: z.string().regex(/^\d{1,15}$/, 'It must be a whole number.'),
});

export const testWebhookRoute = defineRoute({
  operationId: 'testWebhook',
  method: 'post',
  path: `${path}/{webhookId}/test`,
  scope: 'admin',
  tags,
  summary: 'Send a message of the type `webhook.test`',
  request: { params: webhookParams },
  responses: {
    202: jsonReply('It is on its way.', z.object({ messageId: z.string() })),
    ...commonProblems,
    ...problemReplies(409),
  },
});

export const listWebhookDeliveriesRoute = defineRoute({
  operationId: 'listWebhookDeliveries',
  method: 'get',
  path: `${path}/{webhookId}/deliveries`,
  scope: 'admin',
  tags,
  summary: 'What was sent, and what came of it',
  description: 'Kept for 30 days; of those that were delivered the latest 10,000.',
  request: {
    params: webhookParams,
    query: z.object({
      state: stateSchema.optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
      cursor: z.coerce.number().int().min(1).optional().meta({
        description: '`nextCursor` of a page.',
      }),
    }),
  },
  responses: {
    200: jsonReply(
      'The latest first.',
      z.object({
        deliveries: z.array(deliverySchema),
        nextCursor: z.int().nullable().meta({ description: 'null: this is the last page.' }),
      }),
    ),
    ...commonProblems,
  },
});

export const getWebhookDeliveryRoute = defineRoute({
  operationId: 'getWebhookDelivery',
  method: 'get',
  path: `${path}/{webhookId}/deliveries/{deliveryId}`,
  scope: 'admin',
  tags,
  summary: 'One message, with its body',
  request: { params: deliveryParams },
  responses: { 200: jsonReply('The message.', deliveryWithPayloadSchema), ...commonProblems },
});

export const replayWebhookDeliveryRoute = defineRoute({
  operationId: 'replayWebhookDelivery',
  method: 'post',
  path: `${path}/{webhookId}/deliveries/{deliveryId}/replay`,
  scope: 'admin',
  tags,
  summary: 'Send a message again',
  description: 'Now, with the same `webhook-id`, and for three days if need be.',
  request: { params: deliveryParams },
  responses: {
    202: jsonReply('It is on its way.', deliverySchema),
    ...commonProblems,
    ...problemReplies(409),
  },
});

export const replayFailedDeliveriesRoute = defineRoute({
  operationId: 'replayFailedDeliveries',
  method: 'post',
  path: `${path}/{webhookId}/replay`,
  scope: 'admin',
  tags,
  summary: 'Send again what has failed since',
  request: {
    params: webhookParams,
    body: jsonBody(
      z
        .strictObject({
          since: z.iso.datetime({ offset: true }).meta({ description: 'When it happened.' }),
        })
        .meta({ id: 'WebhookReplay' }),
    ),
  },
  responses: {
    202: jsonReply('They are on their way.', z.object({ replayed: z.int() })),
    ...bodyProblems,
    ...problemReplies(409),
  },
});
