import * as z from 'zod';
import { storedTreeSchema, treeSchema } from './condition-tree.ts';
import { instantSchema } from './instant.ts';
import { lineSchema, paragraphSchema } from './plain-text.ts';
import { commonProblems, problemErrorSchema, problemReplies } from './problem.ts';
import { projectParams } from './project.ts';
import { defineRoute, jsonBody, jsonReply } from './route.ts';

const tags = ['Segments'];
const bodyProblems = { ...commonProblems, ...problemReplies(400, 413, 415) };

const segmentParams = projectParams.extend({ segmentId: z.string() });

const badgeSchema = z
  .strictObject({
    emoji: lineSchema(32).optional(),
    icon: z
      .string()
      .regex(/^[A-Za-z0-9-]{1,64}$/, 'The name of an icon.')
      .optional(),
    label: lineSchema(14).optional(),
    color: z
      .string()
      .regex(/^(#[0-9A-Fa-f]{6}|[a-z][a-z0-9-]{0,31})$/, 'A colour as #rrggbb or by name.')
      .optional(),
  })
  .meta({ id: 'Badge' });

/** What refers to a segment, or to an experience. */
export const useSchema = z
  .object({ type: z.enum(['segment', 'experience']), id: z.string(), name: z.string() })
  .meta({ id: 'Use', description: 'What refers to a segment, or to an experience.' });

export type UseBody = z.infer<typeof useSchema>;

const segmentSummarySchema = z
  .object({
    id: z.string(),
    name: z.string(),
    description: z.string(),
    badge: badgeSchema.nullable(),
    audience: z.int().nullable().meta({
      description: 'How many are in it now; null when that was not asked for or cannot be told.',
    }),
    problems: z.array(problemErrorSchema).meta({
      description: 'Why the segment cannot be evaluated: it then has nobody in it.',
    }),
    createdAt: instantSchema,
    createdBy: z.string(),
    updatedAt: instantSchema,
    updatedBy: z.string(),
    usedBy: z.array(useSchema),
    version: z.int().meta({ description: 'For `If-Match`.' }),
  })
  .meta({ id: 'SegmentSummary' });

export type SegmentSummaryBody = z.infer<typeof segmentSummarySchema>;

const segmentSchema = segmentSummarySchema
  .extend({
    conditions: storedTreeSchema,
    formula: z.string().nullable().meta({
      description: 'The conditions in words; null when they cannot be read.',
    }),
  })
  .meta({ id: 'Segment' });

export type SegmentBody = z.infer<typeof segmentSchema>;

const etagHeaders = z.object({ etag: z.string().meta({ description: 'The version, quoted.' }) });

/** The reply of every call that shows one segment. */
export const segmentReply = (description: string) => ({
  ...jsonReply(description, segmentSchema),
  headers: etagHeaders,
});

const newSegmentSchema = z
  .strictObject({
    name: lineSchema(200),
    description: paragraphSchema(2000).default(''),
    badge: badgeSchema.nullish(),
    conditions: treeSchema,
  })
  .meta({ id: 'NewSegment', required: ['name', 'conditions'] });

const segmentChangeSchema = z
  .strictObject({
    name: lineSchema(200).optional(),
    description: paragraphSchema(2000).optional(),
    badge: badgeSchema.nullish().meta({ description: 'null removes it.' }),
    conditions: treeSchema.optional(),
  })
  .meta({ id: 'SegmentChange' });

export type NewSegment = z.infer<typeof newSegmentSchema>;
export type SegmentChange = z.infer<typeof segmentChangeSchema>;

const audienceQuery = z.object({
  audience: z.enum(['count', 'skip']).default('count').meta({
    description: '`skip` leaves the counting out, and so answers without the index.',
  }),
});

export const listSegmentsRoute = defineRoute({
  operationId: 'listSegments',
  method: 'get',
  path: '/api/projects/{projectId}/segments',
  scope: 'read',
  tags,
  summary: 'Every segment with its audience',
  request: { params: projectParams, query: audienceQuery },
  responses: {
    200: jsonReply('In order of name.', z.object({ segments: z.array(segmentSummarySchema) })),
    ...commonProblems,
    ...problemReplies(504),
  },
});

export const createSegmentRoute = defineRoute({
  operationId: 'createSegment',
  method: 'post',
  path: '/api/projects/{projectId}/segments',
  scope: 'write',
  tags,
  summary: 'Save a segment',
  description:
    'Refused when the conditions are empty, do not parse, refer to what does not exist, or would make segments use one another in a cycle.',
  request: { params: projectParams, body: jsonBody(newSegmentSchema) },
  responses: { 201: segmentReply('The segment.'), ...bodyProblems },
});

export const getSegmentRoute = defineRoute({
  operationId: 'getSegment',
  method: 'get',
  path: '/api/projects/{projectId}/segments/{segmentId}',
  scope: 'read',
  tags,
  summary: 'One segment',
  request: { params: segmentParams, query: audienceQuery },
  responses: { 200: segmentReply('The segment.'), ...commonProblems, ...problemReplies(504) },
});

const ifMatch = z
  .string()
  .optional()
  .meta({ description: 'The version that the change is based on.', example: '"3"' });

/** The headers of every call that changes one. */
export const ifMatchHeaders = z.object({ 'if-match': ifMatch });

export const changeSegmentRoute = defineRoute({
  operationId: 'changeSegment',
  method: 'patch',
  path: '/api/projects/{projectId}/segments/{segmentId}',
  scope: 'write',
  tags,
  summary: 'Change a segment',
  description: 'Needs `If-Match`; 412 says who has changed it since, and when.',
  request: {
    params: segmentParams,
    headers: ifMatchHeaders,
    body: jsonBody(segmentChangeSchema),
  },
  responses: {
    200: segmentReply('The segment as it is now.'),
    ...bodyProblems,
    ...problemReplies(412, 428),
  },
});

const idListSchema = z
  .string()
  .default('')
  .transform((text) => text.split(',').filter((id) => id !== ''))
  .meta({ description: 'Ids of experiences, with commas between them.', example: 'e1,e2' });

export const deleteSegmentRoute = defineRoute({
  operationId: 'deleteSegment',
  method: 'delete',
  path: '/api/projects/{projectId}/segments/{segmentId}',
  scope: 'write',
  tags,
  summary: 'Delete a segment',
  description:
    'Refused with `usedBy` while it is used. `uses` says what to do with the experiences that use it: `pause` those that are live, or set what names it in their Who to `everyone`; `pause` and `everyone` name experiences of which it shall be otherwise. A segment that other segments use stays until they no longer do, since every way of leaving it out would change who they reach.',
  request: {
    params: segmentParams,
    headers: ifMatchHeaders,
    query: z.object({
      uses: z.enum(['pause', 'everyone']).optional(),
      pause: idListSchema,
      everyone: idListSchema,
    }),
  },
  responses: {
    204: { description: 'It is gone; its versions stay readable.' },
    ...commonProblems,
    ...problemReplies(409, 412, 422),
  },
});

export const duplicateSegmentRoute = defineRoute({
  operationId: 'duplicateSegment',
  method: 'post',
  path: '/api/projects/{projectId}/segments/{segmentId}/duplicate',
  scope: 'write',
  tags,
  summary: 'Make an independent copy',
  request: { params: segmentParams },
  responses: { 201: segmentReply('The copy.'), ...commonProblems },
});

const versionSchema = z
  .object({
    version: z.int(),
    name: z.string(),
    description: z.string(),
    badge: badgeSchema.nullable(),
    conditions: storedTreeSchema,
    formula: z.string().nullable(),
    at: instantSchema,
    by: z.string(),
  })
  .meta({ id: 'SegmentVersion' });

export type SegmentVersionBody = z.infer<typeof versionSchema>;

export const listSegmentVersionsRoute = defineRoute({
  operationId: 'listSegmentVersions',
  method: 'get',
  path: '/api/projects/{projectId}/segments/{segmentId}/versions',
  scope: 'read',
  tags,
  summary: 'Every version of a segment',
  request: { params: segmentParams },
  responses: {
    200: jsonReply('Newest first.', z.object({ versions: z.array(versionSchema) })),
    ...commonProblems,
  },
});
