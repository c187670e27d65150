import * as z from 'zod';
import { ingestReplySchema } from './ingest.ts';
import { problemReplies } from './problem.ts';
import { defineRoute, jsonBody, jsonReply } from './route.ts';

// Documentation only: what sources send is read item by item, each kind in a way of its own.

const tags = ['Data in'];
const replies = {
  200: jsonReply('What became of the items.', ingestReplySchema),
  ...problemReplies(400, 401, 403, 404, 413, 415, 422, 429, 503),
};
const anything = z.unknown().meta({
  description: 'What the sender sends: one item, a list of them, or a batch. Gzip is unpacked.',
});
const keyed =
  'With the key of a Segment source, or an API key that may write, as `Bearer`, `x-api-key` or the user name of `Basic`.';

const keyParams = z.object({
  key: z.string().meta({ description: 'Of the source; its page says it.' }),
});
const typeParams = z.object({
  type: z.enum(['batch', 'import', 'identify', 'track', 'page', 'screen', 'group', 'alias']),
});

const messageSchema = z
  .looseObject({
    type: z.enum(['identify', 'track', 'page', 'screen', 'group', 'alias', 'delete']),
    userId: z.string().optional(),
    anonymousId: z.string().optional(),
    messageId: z.string().optional(),
    timestamp: z.string().optional(),
    event: z.string().optional(),
    traits: z.record(z.string(), z.unknown()).optional(),
    properties: z.record(z.string(), z.unknown()).optional(),
  })
  .meta({ id: 'SegmentMessage', description: 'A message of Segment’s specification.' });

export const sourceWebhookRoute = defineRoute({
  operationId: 'receiveFromSource',
  method: 'post',
  path: '/in/{key}',
  scope: 'anyone',
  tags,
  summary: 'The address of a source',
  description:
    'Answered when what was accepted is durable, and what was refused is kept with the source. What is about users whom the source may not make is refused without making an error of the answer.',
  request: { params: keyParams, body: jsonBody(anything) },
  responses: replies,
});

export const sourceLibraryRoute = defineRoute({
  operationId: 'receiveFromLibrary',
  method: 'post',
  path: '/in/{key}/v1/{type}',
  scope: 'anyone',
  tags,
  summary: 'The same, for libraries of Segment',
  description: 'With `…/in/{key}` as the host of a library.',
  request: {
    params: keyParams.extend(typeParams.shape),
    body: jsonBody(z.union([messageSchema, z.looseObject({ batch: z.array(messageSchema) })])),
  },
  responses: replies,
});

export const segmentLibraryRoute = defineRoute({
  operationId: 'receiveFromSegmentLibrary',
  method: 'post',
  path: '/v1/{type}',
  scope: 'write',
  tags,
  summary: 'What libraries of Segment send',
  description: `${keyed} Libraries have it as their write key, and this server as their host.`,
  request: {
    params: typeParams,
    body: jsonBody(z.union([messageSchema, z.looseObject({ batch: z.array(messageSchema) })])),
  },
  responses: replies,
});

export const segmentDestinationRoute = defineRoute({
  operationId: 'receiveFromSegment',
  method: 'post',
  path: '/segmentio',
  scope: 'write',
  tags,
  summary: 'What a classic server destination of Segment sends',
  description: keyed,
  request: { body: jsonBody(z.union([messageSchema, z.array(messageSchema)])) },
  responses: replies,
});

export const jimoCloudUserRoute = defineRoute({
  operationId: 'receiveFromJimoCloud',
  method: 'post',
  path: '/segmentio-cloud/user',
  scope: 'write',
  tags,
  summary: 'What the destination Jimo Cloud sends',
  description: `${keyed} The traits become Segment’s.`,
  request: {
    body: jsonBody(
      z
        .object({
          userId: z.string(),
          email: z.string().optional(),
          traits: z.record(z.string(), z.unknown()).optional(),
        })
        .meta({ id: 'JimoCloudUser' }),
    ),
  },
  responses: replies,
});

export const jimoCloudKeyRoute = defineRoute({
  operationId: 'verifyJimoCloudKey',
  method: 'get',
  path: '/segmentio-cloud/verifyapikey',
  scope: 'write',
  tags,
  summary: 'Whether Jimo Cloud may send',
  description: keyed,
  responses: {
    200: jsonReply('It may.', z.object({ valid: z.literal(true) })),
    ...problemReplies(401, 403, 404, 503),
  },
});
