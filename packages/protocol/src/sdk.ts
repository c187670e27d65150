import * as z from 'zod';
import { deviceNames, experienceRuleSchema } from './experience-target.ts';
import { problemReplies } from './problem.ts';
import { projectParams } from './project.ts';
import { defineRoute, jsonReply } from './route.ts';
import {
  type PickerItem,
  pickerItemSchema,
  type ShownExperience,
  shownExperienceSchema,
  type TrackerItem,
  trackerItemSchema,
} from './shown-experience.ts';

import { trackedEventShape } from './tracked-events.ts';

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

/** What a person did with an experience; `stepSeen`: a further step of it came into view. */
export const experienceActions = [
  'seen',
  'stepSeen',
  'completed',
  'dismissed',
  'answered',
] as const;

export type ExperienceAction = (typeof experienceActions)[number];

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
    z.object({
      type: z.literal('experience'),
      ...common,
      experienceId: z.string(),
      action: z.enum(experienceActions).meta({
        description:
          'Once a showing each: `seen` with its first step, `completed`, `dismissed` with the step that was open. `stepSeen`: each further step, the first time in a showing.',
      }),
      stepId: z.string().optional().meta({ description: 'Needed by `stepSeen` and `answered`.' }),
      value: z.unknown().optional().meta({
        description:
          'Of `answered`: a number, a text (of a single choice the chosen one), or the list of the chosen texts.',
      }),
      show: z.string().optional().meta({
        description: 'Of one showing: at most 64 letters, digits, - and _, made at random.',
      }),
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
    ask: z.array(z.enum(['segments', 'experiences'])).optional(),
    page: z
      .object({
        url: z.string().meta({ description: 'Whole, as the address bar has it.' }),
        device: z.enum(deviceNames),
      })
      .optional()
      .meta({ description: 'Where the user is: needed when experiences are asked for.' }),
    trigger: z
      .union([
        z.string(),
        z.object({ claim: z.string(), token: randomId('The same when it is asked again.') }),
      ])
      .optional()
      .meta({
        description:
          'With experiences: one that the page wants to show now; it need only be live. Or one with `needsClaim` that the page is about to show: `claimed` says whether it may.',
      }),
    debug: z.boolean().optional().meta({
      description:
        'true: with experiences also the reasons, where the settings of the project allow it.',
    }),
  })
  .meta({ id: 'SdkRequest' });

export type SdkRequestBody = z.infer<typeof requestSchema>;

const reasonSchema = z
  .object({
    experienceId: z.string(),
    isShown: z.boolean(),
    rules: z.array(
      z.object({
        rule: experienceRuleSchema,
        passes: z.boolean(),
        reason: z.string(),
      }),
    ),
  })
  .meta({ id: 'SdkReason' });

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
    experiences: z
      .array(z.union([shownExperienceSchema, trackerItemSchema, pickerItemSchema]))
      .optional()
      .meta({
        description:
          'When asked for: what the user may see on this page now, the most important first. Before them what `trigger` (its `showOn` is `manual`) and `?muster=` of the page (`url`) name; after them, where the project has live no-code events, where these are.',
      }),
    claimed: z.boolean().optional().meta({
      description: 'When one was claimed: whether it may be shown now, by this page and no other.',
    }),
    reasons: z.array(reasonSchema).optional().meta({
      description: 'When `debug` was sent and is allowed: of each live experience why, or why not.',
    }),
  })
  .meta({ id: 'SdkReply' });

/** Shapes for clients; bodies of steps hold `TextNode`s. */
export type SdkReplyBody = Omit<z.infer<typeof replySchema>, 'experiences'> & {
  experiences?: (ShownExperience | TrackerItem | PickerItem)[];
};

const definitionsSchema = z
  .object({
    events: z.array(
      z.object({
        name: z.string().meta({ description: 'What is tracked when it happens.' }),
        match: trackedEventShape.match,
        conditions: trackedEventShape.conditions,
      }),
    ),
  })
  .meta({ id: 'LiveDefinitions' });

export type LiveDefinitionsBody = z.infer<typeof definitionsSchema>;

export const sdkDefinitionsRoute = defineRoute({
  operationId: 'getLiveDefinitions',
  method: 'get',
  path: '/sdk/v1/projects/{projectId}/tracked-events/{stamp}',
  scope: 'anyone',
  tags: ['Browser SDK'],
  summary: 'The live no-code events, as pages look for them',
  description:
    'To any origin. Under the stamp that an answer named it never changes and may be kept; under another one, what is live now.',
  request: { params: projectParams.extend({ stamp: z.string() }) },
  responses: {
    200: jsonReply('The definitions.', definitionsSchema),
    ...problemReplies(404, 429, 503),
  },
});

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

export const sdkMovesRoute = defineRoute({
  operationId: 'watchMoves',
  method: 'post',
  path: '/sdk/v1/projects/{projectId}/moves',
  scope: 'anyone',
  tags: ['Browser SDK'],
  summary: 'When to ask which segments the user is in',
  description:
    'To any origin, without an end: `m` at the beginning and whenever the user may have entered or left a segment, a space now and then.',
  request: {
    params: projectParams,
    body: {
      required: true,
      description: 'JSON, as text so that a browser need not ask first.',
      content: {
        'text/plain': { schema: z.object({ as: browserId }).meta({ id: 'SdkMovesRequest' }) },
      },
    },
  },
  responses: {
    200: {
      description: 'A stream of letters.',
      content: { 'text/plain': { schema: z.string() } },
    },
    204: { description: 'Nobody is told: live membership is not kept of the project.' },
    ...problemReplies(400, 404, 413, 415, 422, 429, 503),
  },
});
