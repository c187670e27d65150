import * as z from 'zod';
import { instantSchema } from './instant.ts';
import { commonProblems, problemReplies } from './problem.ts';
import { projectParams } from './project.ts';
import { defineRoute, jsonBody, jsonReply } from './route.ts';
import { sourceMappingSchema } from './source-mapping.ts';
import { signatureSchema, sourceKindSchema, sourceLogos, sourceParams } from './sources.ts';
import { valueSchema } from './users.ts';

const tags = ['Sources'];
const bodyProblems = { ...commonProblems, ...problemReplies(400, 413, 415) };

const refusalSchema = z
  .object({
    code: z.string(),
    message: z.string(),
    path: z.string().meta({ description: 'Where in the item.' }),
    scope: z.enum(['item', 'key']).meta({
      description: '`key`: that key alone was refused, the rest of the item was kept.',
    }),
  })
  .meta({ id: 'SourceRefusal' });

const errorSchema = z
  .object({
    id: z.string(),
    receivedAt: instantSchema,
    refusals: z.array(refusalSchema),
    payload: z.string().meta({
      description: 'The item as it came, as JSON; at most 16 KB of it are kept.',
    }),
    isCut: z.boolean().meta({ description: 'More came than was kept.' }),
    canReplay: z.boolean(),
    attempts: z.int().meta({ description: 'How often it was replayed.' }),
    lastAttemptAt: instantSchema.nullable(),
  })
  .meta({ id: 'SourceError' });

export type SourceErrorBody = z.infer<typeof errorSchema>;

const deliverySchema = z
  .object({
    receivedAt: instantSchema,
    accepted: z.int(),
    duplicates: z.int(),
    rejected: z.int().meta({ description: 'Items, not single keys of them.' }),
    refusal: z
      .object({ code: z.string(), message: z.string() })
      .nullable()
      .meta({ description: 'Why the request was refused as a whole.' }),
  })
  .meta({ id: 'SourceDelivery' });

export type SourceDeliveryBody = z.infer<typeof deliverySchema>;

const onePath = '/api/projects/{projectId}/sources/{sourceId}';

export const listSourceErrorsRoute = defineRoute({
  operationId: 'listSourceErrors',
  method: 'get',
  path: `${onePath}/errors`,
  scope: 'read',
  tags,
  summary: 'What of a source was refused',
  description:
    'The latest 100 items that were refused, whole or in part, with what came. Erasing a user erases what is kept of her here.',
  request: { params: sourceParams },
  responses: {
    200: jsonReply('Newest first.', z.object({ errors: z.array(errorSchema) })),
    ...commonProblems,
  },
});

export const deleteSourceErrorRoute = defineRoute({
  operationId: 'deleteSourceError',
  method: 'delete',
  path: `${onePath}/errors/{errorId}`,
  scope: 'write',
  tags,
  summary: 'Forget an error',
  request: { params: sourceParams.extend({ errorId: z.string() }) },
  responses: { 204: { description: 'It is gone.' }, ...commonProblems },
});

export const replaySourceErrorRoute = defineRoute({
  operationId: 'replaySourceError',
  method: 'post',
  path: `${onePath}/errors/{errorId}/replay`,
  scope: 'write',
  tags,
  summary: 'Try an item again',
  description:
    'As if it came now with its own time, read as the source is set up now. When nothing of it is refused any more, the error goes. 409: too little of the item was kept.',
  request: { params: sourceParams.extend({ errorId: z.string() }) },
  responses: {
    200: jsonReply(
      'What became of it.',
      z
        .object({
          accepted: z.boolean(),
          duplicate: z.boolean(),
          refusals: z.array(refusalSchema),
          error: errorSchema.nullable().meta({ description: 'null: there is none any more.' }),
        })
        .meta({ id: 'SourceReplay' }),
    ),
    ...commonProblems,
    ...problemReplies(409),
  },
});

export const listSourceDeliveriesRoute = defineRoute({
  operationId: 'listSourceDeliveries',
  method: 'get',
  path: `${onePath}/deliveries`,
  scope: 'read',
  tags,
  summary: 'The latest requests of a source',
  description: 'The latest 50; they are kept within a second of their answer.',
  request: { params: sourceParams },
  responses: {
    200: jsonReply('Newest first.', z.object({ deliveries: z.array(deliverySchema) })),
    ...commonProblems,
  },
});

const valuesSchema = z.record(z.string(), valueSchema.nullable()).meta({
  description: 'null: the value is removed.',
});

const previewedItemSchema = z
  .object({
    index: z.int().meta({ description: 'Of the item in the payload.' }),
    user: z
      .object({ by: z.enum(['userId', 'anonymousId', 'email']), id: z.string() })
      .meta({ description: 'Who it is about.' }),
    effect: z.enum(['updates', 'creates', 'merges', 'erases']),
    mergesAnonymousId: z.string().nullable().meta({
      description: 'The anonymous user who turns out to be this user.',
    }),
    messageId: z.string().nullable(),
    timestamp: instantSchema,
    native: z.record(z.string(), z.string().nullable()),
    attributes: valuesSchema,
    traits: valuesSchema,
    event: z.object({ name: z.string(), properties: z.record(z.string(), valueSchema) }).nullable(),
  })
  .meta({ id: 'PreviewedSourceItem' });

export type PreviewedSourceItem = z.infer<typeof previewedItemSchema>;

export const previewSourceRoute = defineRoute({
  operationId: 'previewSource',
  method: 'post',
  path: '/api/projects/{projectId}/source-preview',
  scope: 'read',
  tags,
  summary: 'What a payload would write',
  description: 'Writes nothing. Whether somebody is known already is looked up now.',
  request: {
    params: projectParams,
    body: jsonBody(
      z
        .strictObject({
          kind: sourceKindSchema,
          name: z.string().max(60).optional(),
          createsUsers: z.boolean().optional(),
          mapping: sourceMappingSchema.optional().meta({
            description: 'Needed for `webhook` alone.',
          }),
          payload: z.string().max(500_000).meta({
            description: 'A body as the sender sends it: JSON as text.',
          }),
        })
        .meta({ id: 'SourcePreview' }),
    ),
  },
  responses: {
    200: jsonReply(
      'Item by item; at most 100 are shown.',
      z
        .object({
          items: z.array(previewedItemSchema),
          rejected: z.array(refusalSchema.extend({ index: z.int() })),
          skipped: z.int().meta({ description: 'Items that `only` passes over.' }),
        })
        .meta({ id: 'SourcePreviewReply' }),
    ),
    ...bodyProblems,
  },
});

const presetSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    logo: z.enum(sourceLogos),
    signature: signatureSchema,
    mapping: sourceMappingSchema,
    sample: z.string().meta({ description: 'A payload to try the mapping on.' }),
    note: z.string().meta({ description: 'What to set up at the sender, in short.' }),
  })
  .meta({ id: 'SourcePreset' });

export type SourcePresetBody = z.infer<typeof presetSchema>;

export const listSourcePresetsRoute = defineRoute({
  operationId: 'listSourcePresets',
  method: 'get',
  path: '/api/projects/{projectId}/source-presets',
  scope: 'read',
  tags,
  summary: 'Mappings to begin with',
  request: { params: projectParams },
  responses: {
    200: jsonReply('By name.', z.object({ presets: z.array(presetSchema) })),
    ...commonProblems,
  },
});
