import * as z from 'zod';
import { commonProblems, problemReplies } from './problem.ts';
import { projectParams } from './project.ts';
import { defineRoute, jsonBody, jsonReply } from './route.ts';
import { ifMatchHeaders, segmentReply } from './segments.ts';

const tags = ['Segments'];
const segmentParams = projectParams.extend({ segmentId: z.string() });

/** The body of every call that restores a version. */
export const restorationSchema = z
  .strictObject({ version: z.int().min(1) })
  .meta({ id: 'Restoration' });

const segmentRestorationSchema = restorationSchema
  .extend({
    uses: z.literal('resume').optional().meta({
      description:
        'Of a deleted segment: undoes what its deletion did to each experience that has not been changed since.',
    }),
  })
  .meta({ id: 'SegmentRestoration' });

export const restoreSegmentRoute = defineRoute({
  operationId: 'restoreSegment',
  method: 'post',
  path: '/api/projects/{projectId}/segments/{segmentId}/restore',
  scope: 'write',
  tags,
  summary: 'Make a segment what it was in an earlier version',
  description:
    'A change like any other: needs `If-Match`, and makes a new version. A deleted segment comes back under its id; its last version is the one to name in `If-Match`.',
  request: {
    params: segmentParams,
    headers: ifMatchHeaders,
    body: jsonBody(segmentRestorationSchema),
  },
  responses: {
    200: segmentReply('The segment as it is now.'),
    ...commonProblems,
    ...problemReplies(400, 412, 413, 415, 428),
  },
});

const sizeSchema = z.object({
  date: z.string().meta({ format: 'date', description: 'In the time zone of the project.' }),
  count: z.int(),
});

export const listSegmentSizesRoute = defineRoute({
  operationId: 'listSegmentSizes',
  method: 'get',
  path: '/api/projects/{projectId}/segments/{segmentId}/sizes',
  scope: 'read',
  tags,
  summary: 'How many were in a segment, day by day',
  description: 'Counted once a day while the server runs; a day on which it did not is left out.',
  request: {
    params: segmentParams,
    query: z.object({ days: z.coerce.number().int().min(1).max(3660).default(90) }),
  },
  responses: {
    200: jsonReply('Oldest first.', z.object({ sizes: z.array(sizeSchema) })),
    ...commonProblems,
  },
});
