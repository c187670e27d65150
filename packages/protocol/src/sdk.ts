import * as z from 'zod';
import { problemReplies } from './problem.ts';
import { projectParams } from './project.ts';
import { defineRoute, jsonReply } from './route.ts';

// Documentation and types only: what browsers send is checked command by command and key by key.

const randomId = (description: string) =>
  z.string().meta({ description, example: 'q8ZkT1mB0uYc3Wv5xRdLsA' });

const browserId = randomId(
  "The browser's own id: 21 to 64 random characters of base64url. Whoever knows it may read what is asked for.",
);

const common = {
  seq: z.int().meta({ description: '1, 2, 3 … in its stream.' }),
  at: z.number().meta({ description: "Milliseconds since 1970 by the browser's clock." }),
  as: browserId,
};

const values = (description: string) => z.record(z.string(), z.unknown()).meta({ description });

const segment = z.boolean().optional().meta({
  description: "true: from Segment's destination; the values are traits of source Segment.",
});

const commandSchema = z
  .discriminatedUnion('type', [
    z.object({
      type: z.literal('identify'),
      ...common,
      userId: z.string(),
      signature: z.string().optional().meta({
        description: "HMAC-SHA256 of the user id with the project's secret, in hex.",
      }),
    }),
    z.object({
      type: z.literal('session'),
      ...common,
      language: z.string().optional().meta({ description: 'For a user who has none.' }),
    }),
    z.object({
      type: z.literal('page'),
      ...common,
      url: z.string().optional(),
      title: z.string().optional(),
      referrer: z.string().optional(),
    }),
    z.object({
      type: z.literal('native'),
      ...common,
      values: values('name, email, language; null removes.'),
    }),
    z.object({
      type: z.literal('attributes'),
      ...common,
      values: values('Attributes by key; null removes one.'),
      segment,
      removeUnspecified: z.boolean().optional().meta({
        description:
          'true: what the same source had set, groups aside, and this does not name goes.',
      }),
    }),
    z.object({
      type: z.literal('group'),
      ...common,
      groupId: z.unknown().optional(),
      traits: values('Kept on the user as group.<trait>.').optional(),
      segment,
    }),
    z.object({
      type: z.literal('track'),
      ...common,
      event: z.string(),
      properties: values('Of this occurrence.').optional(),
    }),
    z.object({
      type: z.literal('segmentTrack'),
      ...common,
      event: z.string(),
      messageId: z.string().optional().meta({ description: 'Counts once in the project.' }),
      timestamp: z.string().optional(),
      properties: values('Of this occurrence.').optional(),
    }),
  ])
  .meta({ id: 'SdkCommand' });

export type SdkCommand = z.infer<typeof commandSchema>;

const requestSchema = z
  .object({
    stream: randomId('The queue that the commands are of.').optional(),
    sentAt: z.number().optional().meta({ description: "The browser's clock when it sends." }),
    commands: z.array(commandSchema).max(1000).optional(),
    as: browserId.optional(),
    ask: z.array(z.literal('segments')).optional(),
  })
  .meta({ id: 'SdkRequest' });

export type SdkRequestBody = z.infer<typeof requestSchema>;

const replySchema = z
  .object({
    accepted: z.int().meta({ description: 'Commands taken, those seen before included.' }),
    rejected: z.array(
      z.object({
        seq: z.int(),
        code: z.string(),
        message: z.string(),
        path: z.string(),
        scope: z.enum(['command', 'key']),
      }),
    ),
    users: z.record(z.string(), z.string().nullable()).meta({
      description: 'By browser id: the user id that it is linked to by now, or null.',
    }),
    segments: z
      .array(z.object({ id: z.string(), name: z.string() }))
      .optional()
      .meta({ description: 'When asked for: the segments that the user is in now.' }),
  })
  .meta({ id: 'SdkReply' });

export type SdkReplyBody = z.infer<typeof replySchema>;

export const sdkCommandsRoute = defineRoute({
  operationId: 'sendSdkCommands',
  method: 'post',
  path: '/sdk/v1/projects/{projectId}/commands',
  scope: 'anyone',
  tags: ['Browser SDK'],
  summary: 'What browsers send, and ask',
  description:
    'Answered when what was accepted is durable, to any origin. Commands of a stream are applied in order, each once: one whose seq is not above the highest applied is passed over.',
  request: {
    params: projectParams,
    body: {
      required: true,
      description: 'JSON, as text so that a browser need not ask first.',
      content: { 'text/plain': { schema: requestSchema } },
    },
  },
  responses: {
    200: jsonReply('What became of the commands.', replySchema),
    ...problemReplies(400, 404, 413, 415, 422, 429, 503),
  },
});
