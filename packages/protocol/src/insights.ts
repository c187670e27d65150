import * as z from 'zod';
import { treeSchema } from './condition-tree.ts';
import { instantSchema, nowSchema } from './instant.ts';
import { commonProblems, problemReplies } from './problem.ts';
import { projectParams } from './project.ts';
import { defineRoute, jsonBody, jsonReply } from './route.ts';
import { useSchema } from './segments.ts';
import { userSchema } from './users.ts';

const questionProblems = { ...commonProblems, ...problemReplies(400, 413, 415, 504) };
const segmentParams = projectParams.extend({ segmentId: z.string() });

const changeSchema = z.object({
  count: z.int(),
  users: z.array(userSchema).meta({ description: 'The first ten of them.' }),
});

export const assessImpactRoute = defineRoute({
  operationId: 'assessImpact',
  method: 'post',
  path: '/api/projects/{projectId}/segments/{segmentId}/impact',
  scope: 'read',
  tags: ['Segments'],
  summary: 'Who would enter and leave a segment with other conditions',
  description: 'Saves nothing. All numbers are of one state of the data and one instant.',
  request: {
    params: segmentParams,
    body: jsonBody(z.strictObject({ conditions: treeSchema }).meta({ id: 'ImpactQuestion' })),
  },
  responses: {
    200: jsonReply(
      'The impact.',
      z
        .object({
          before: z.int(),
          after: z.int(),
          enter: changeSchema,
          leave: changeSchema,
          usedBy: z.array(useSchema).meta({ description: 'What this would change, too.' }),
          liveExperiences: z.array(useSchema).meta({
            description:
              'Live experiences that would be shown to others, since they use it themselves or through other segments.',
          }),
          now: instantSchema,
        })
        .meta({ id: 'Impact' }),
    ),
    ...questionProblems,
  },
});

export const foretellSegmentRoute = defineRoute({
  operationId: 'foretellSegment',
  method: 'get',
  path: '/api/projects/{projectId}/segments/{segmentId}/next-day',
  scope: 'read',
  tags: ['Segments'],
  summary: 'Who will have entered and left a segment in a day if nothing happens',
  description:
    'By time alone: who is in it 24 hours from now and is not now, and the other way round. Who enters and leaves again within the day is in neither.',
  request: { params: segmentParams },
  responses: {
    200: jsonReply(
      'Both, of one state of the data.',
      z
        .object({
          enter: changeSchema,
          leave: changeSchema,
          now: instantSchema,
          until: instantSchema.meta({ description: '24 hours after `now`.' }),
        })
        .meta({ id: 'NextDay' }),
    ),
    ...commonProblems,
    ...problemReplies(504),
  },
});

export const breakDownAudienceRoute = defineRoute({
  operationId: 'breakDownAudience',
  method: 'post',
  path: '/api/projects/{projectId}/audience/breakdown',
  scope: 'read',
  tags: ['Audiences'],
  summary: 'How many match each condition of a tree',
  request: {
    params: projectParams,
    body: jsonBody(
      z
        .strictObject({ conditions: treeSchema, now: nowSchema.optional() })
        .meta({ id: 'BreakdownQuestion', required: ['conditions'] }),
    ),
  },
  responses: {
    200: jsonReply(
      'Every group and condition, the root first.',
      z
        .object({
          users: z.int().meta({ description: 'How many there are in all.' }),
          nodes: z.array(
            z.object({
              path: z.array(z.int()).meta({ description: 'Indexes of children from the root on.' }),
              count: z.int().meta({ description: 'Who matches this alone.' }),
              running: z.int().meta({
                description:
                  'Who matches the children of its group up to and including this, joined as the group joins them.',
              }),
            }),
          ),
          now: instantSchema,
        })
        .meta({ id: 'Breakdown' }),
    ),
    ...questionProblems,
  },
});

export const compareSegmentsRoute = defineRoute({
  operationId: 'compareSegments',
  method: 'get',
  path: '/api/projects/{projectId}/segments/{segmentId}/overlap/{otherId}',
  scope: 'read',
  tags: ['Segments'],
  summary: 'How many are in both of two segments, and in one alone',
  request: { params: segmentParams.extend({ otherId: z.string() }) },
  responses: {
    200: jsonReply(
      'The three parts.',
      z
        .object({ both: z.int(), onlyFirst: z.int(), onlySecond: z.int(), now: instantSchema })
        .meta({ id: 'Overlap' }),
    ),
    ...commonProblems,
    ...problemReplies(504),
  },
});
