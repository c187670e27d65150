import * as z from 'zod';
import { urlRuleSchema } from './experience-target.ts';
import { statusSchema } from './experiences.ts';
import { instantSchema } from './instant.ts';
import { lineSchema, paragraphSchema } from './plain-text.ts';
import { commonProblems, problemReplies } from './problem.ts';
import { projectParams } from './project.ts';
import { defineRoute, jsonBody, jsonReply } from './route.ts';
import { restorationSchema } from './segment-history.ts';
import { ifMatchHeaders, useSchema } from './segments.ts';

// No-code events: what pages report by themselves, because somebody has said here what to look for.

const tags = ['No-code events'];
const bodyProblems = { ...commonProblems, ...problemReplies(400, 413, 415) };

const trackedEventParams = projectParams.extend({ trackedEventId: z.string() });

const codeNameSchema = z
  .string()
  .trim()
  .regex(
    /^[A-Za-z][\w.:-]{0,99}$/,
    'A letter, and after it at most 99 letters, digits, and any of _ . : -',
  )
  .meta({
    description:
      'The name of the event in conditions; fixed once the definition has been live. One of the project has it.',
    example: 'export_clicked',
  });

const selectorSchema = lineSchema(500).meta({
  description: 'CSS selector; in a shadow tree it is matched within that tree.',
  example: '[data-testid="export"]',
});

const conditionSchema = z
  .discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('url'),
      match: z.enum(['any', 'all']).default('any'),
      urls: z.array(urlRuleSchema).min(1, 'Name an address.').max(20, 'At most 20 addresses.'),
    }),
    z.strictObject({ type: z.literal('present'), selector: selectorSchema }),
    z.strictObject({ type: z.literal('clicked'), selector: selectorSchema }),
    z.strictObject({ type: z.literal('hovered'), selector: selectorSchema }),
    z.strictObject({ type: z.literal('filled'), selector: selectorSchema }),
  ])
  .meta({
    id: 'TrackedCondition',
    description:
      '`url` and `present` hold while they do; `clicked`, `hovered` and `filled` from when it happened until the page is left.',
  });

export type TrackedCondition = z.infer<typeof conditionSchema>;

const matchSchema = z.enum(['all', 'any']).meta({ description: 'Which of the conditions.' });
const conditionsSchema = z.array(conditionSchema).max(20, 'At most 20 conditions.');

/** What people write of one. */
export const trackedEventShape = {
  name: lineSchema(200),
  codeName: codeNameSchema,
  description: paragraphSchema(2000),
  match: matchSchema,
  conditions: conditionsSchema,
};

const newTrackedEventSchema = z
  .strictObject({
    ...trackedEventShape,
    description: trackedEventShape.description.default(''),
    match: trackedEventShape.match.default('all'),
    conditions: trackedEventShape.conditions.default([]),
  })
  .meta({ id: 'NewTrackedEvent', required: ['name', 'codeName'] });

const trackedEventChangeSchema = z
  .strictObject({ ...trackedEventShape, status: statusSchema })
  .partial()
  .meta({ id: 'TrackedEventChange' });

export type NewTrackedEvent = z.infer<typeof newTrackedEventSchema>;
export type TrackedEventChange = z.infer<typeof trackedEventChangeSchema>;

const trackedEventSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    codeName: z.string(),
    description: z.string(),
    status: statusSchema,
    match: matchSchema,
    conditions: z.array(conditionSchema),
    isCodeNameFixed: z.boolean().meta({ description: 'It has been live: the code name stays.' }),
    createdAt: instantSchema,
    createdBy: z.string(),
    updatedAt: instantSchema,
    updatedBy: z.string(),
    usedBy: z.array(useSchema).meta({
      description:
        'Segments and experiences whose conditions name the event, and experiences that it starts or whose items it completes.',
    }),
    version: z.int().meta({ description: 'For `If-Match`.' }),
  })
  .meta({ id: 'TrackedEvent' });

export type TrackedEventBody = z.infer<typeof trackedEventSchema>;

const trackedEventReply = (description: string) => ({
  ...jsonReply(description, trackedEventSchema),
  headers: z.object({ etag: z.string().meta({ description: 'The version, quoted.' }) }),
});

const path = '/api/projects/{projectId}/tracked-events';
const onePath = `${path}/{trackedEventId}` as const;

export const listTrackedEventsRoute = defineRoute({
  operationId: 'listTrackedEvents',
  method: 'get',
  path,
  scope: 'read',
  tags,
  summary: 'Every no-code event',
  request: { params: projectParams },
  responses: {
    200: jsonReply('In order of name.', z.object({ trackedEvents: z.array(trackedEventSchema) })),
    ...commonProblems,
  },
});

export const createTrackedEventRoute = defineRoute({
  operationId: 'createTrackedEvent',
  method: 'post',
  path,
  scope: 'write',
  tags,
  summary: 'Define a no-code event, as a draft',
  request: { params: projectParams, body: jsonBody(newTrackedEventSchema) },
  responses: { 201: trackedEventReply('The draft.'), ...bodyProblems },
});

export const getTrackedEventRoute = defineRoute({
  operationId: 'getTrackedEvent',
  method: 'get',
  path: onePath,
  scope: 'read',
  tags,
  summary: 'One no-code event',
  request: { params: trackedEventParams },
  responses: { 200: trackedEventReply('The definition.'), ...commonProblems },
});

export const changeTrackedEventRoute = defineRoute({
  operationId: 'changeTrackedEvent',
  method: 'patch',
  path: onePath,
  scope: 'write',
  tags,
  summary: 'Change, start or pause a no-code event',
  description:
    'Needs `If-Match`; 412 says who has changed it since, and when. Pages that are open go by it from their next question on. At most 100 are live in a project.',
  request: {
    params: trackedEventParams,
    headers: ifMatchHeaders,
    body: jsonBody(trackedEventChangeSchema),
  },
  responses: {
    200: trackedEventReply('The definition as it is now.'),
    ...bodyProblems,
    ...problemReplies(412, 428),
  },
});

export const deleteTrackedEventRoute = defineRoute({
  operationId: 'deleteTrackedEvent',
  method: 'delete',
  path: onePath,
  scope: 'write',
  tags,
  summary: 'Delete a no-code event',
  description:
    'Refused with `usedBy` while it is used, unless `uses=keep`: they stay as they are, what has happened still counts, and nothing is added to it.',
  request: {
    params: trackedEventParams,
    headers: ifMatchHeaders,
    query: z.object({ uses: z.enum(['keep']).optional() }),
  },
  responses: {
    204: { description: 'It is gone; its versions stay readable, and so do its events.' },
    ...commonProblems,
    ...problemReplies(409, 412),
  },
});

export const restoreTrackedEventRoute = defineRoute({
  operationId: 'restoreTrackedEvent',
  method: 'post',
  path: `${onePath}/restore`,
  scope: 'write',
  tags,
  summary: 'Make a no-code event what it was in an earlier version',
  description:
    'A change like any other: needs `If-Match`, and makes a new version. The status stays as it is.',
  request: {
    params: trackedEventParams,
    headers: ifMatchHeaders,
    body: jsonBody(restorationSchema),
  },
  responses: {
    200: trackedEventReply('The definition as it is now.'),
    ...bodyProblems,
    ...problemReplies(412, 428),
  },
});

const pickerSchema = z
  .object({
    url: z.string().meta({ description: 'To be opened in a window of the dashboard.' }),
    origin: z.string().meta({ description: "The page's: whose messages are to be heard." }),
    until: instantSchema.meta({ description: 'When it ends by itself.' }),
  })
  .meta({ id: 'Picker' });

export type PickerBody = z.infer<typeof pickerSchema>;

export const openPickerRoute = defineRoute({
  operationId: 'openPicker',
  method: 'post',
  path: '/api/projects/{projectId}/event-picker',
  scope: 'write',
  tags,
  summary: 'Open the picker on a page',
  description:
    'For members alone, of the role editor. The address carries a token for 15 minutes, for pages of that origin, and for the dashboard that asks.',
  request: {
    params: projectParams,
    body: jsonBody(z.strictObject({ url: lineSchema(2000) }).meta({ id: 'PickerWish' })),
  },
  responses: { 200: jsonReply('Where it opens.', pickerSchema), ...bodyProblems },
});

const versionSchema = z
  .object({
    version: z.int(),
    name: z.string(),
    codeName: z.string(),
    description: z.string(),
    status: statusSchema,
    match: matchSchema,
    conditions: z.array(conditionSchema),
    at: instantSchema,
    by: z.string(),
  })
  .meta({ id: 'TrackedEventVersion' });

export type TrackedEventVersionBody = z.infer<typeof versionSchema>;

export const listTrackedEventVersionsRoute = defineRoute({
  operationId: 'listTrackedEventVersions',
  method: 'get',
  path: `${onePath}/versions`,
  scope: 'read',
  tags,
  summary: 'Every version of a no-code event',
  request: { params: trackedEventParams },
  responses: {
    200: jsonReply('Newest first.', z.object({ versions: z.array(versionSchema) })),
    ...commonProblems,
  },
});
