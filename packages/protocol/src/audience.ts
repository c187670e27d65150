import * as z from 'zod';
import { treeSchema } from './condition-tree.ts';
import { instantSchema, nowSchema } from './instant.ts';
import { commonProblems, problemReplies } from './problem.ts';
import { projectParams } from './project.ts';
import { defineRoute, jsonBody, jsonReply } from './route.ts';
import { userSchema, valueSchema } from './users.ts';

const tags = ['Audiences'];

/** What an audience can be sorted by. */
export const sortFields = [
  'id',
  'name',
  'email',
  'lastActivity',
  'created',
  'firstSeen',
  'sessions',
] as const;

export type SortField = (typeof sortFields)[number];

const sortSchema = z
  .enum([...sortFields, ...sortFields.map((field) => `-${field}` as const)])
  .meta({
    description:
      'Descending with `-`. Users without a value come last. Default: the order in which users came to be.',
    example: '-lastActivity',
  });

export type Sort = z.infer<typeof sortSchema>;

const audienceProblems = { ...commonProblems, ...problemReplies(400, 413, 415, 504) };

export const listAudienceRoute = defineRoute({
  operationId: 'listAudience',
  method: 'post',
  path: '/api/projects/{projectId}/audience',
  scope: 'read',
  tags,
  summary: 'Who matches',
  description:
    'Counts and lists everybody who matches the conditions. The root may be empty: everybody. Pages stay as they are while data changes: follow `nextCursor` with the same conditions and sort.',
  request: {
    params: projectParams,
    body: jsonBody(
      z
        .strictObject({
          conditions: treeSchema,
          now: nowSchema.optional(),
          limit: z.int().min(1).max(1000).default(100),
          cursor: z.string().max(1000).optional().meta({ description: '`nextCursor` of a page.' }),
          sort: sortSchema.optional(),
          columns: z
            .array(z.string().max(1000))
            .max(30)
            .optional()
            .meta({
              description: 'Further values of each user: `attributes.<key>` or `traits.<key>`.',
              example: ['attributes.plan'],
            }),
        })
        .meta({ id: 'AudienceQuestion', required: ['conditions'] }),
    ),
  },
  responses: {
    200: jsonReply(
      'One page.',
      z
        .object({
          count: z.int().meta({ description: 'Of all pages, when the first was made.' }),
          users: z.array(
            userSchema
              .extend({
                columns: z
                  .record(z.string(), valueSchema.nullable())
                  .optional()
                  .meta({ description: 'The values asked for; absent when none were.' }),
              })
              .meta({ id: 'ListedUser' }),
          ),
          nextCursor: z.string().nullable().meta({ description: 'null: this is the last page.' }),
          now: instantSchema,
        })
        .meta({ id: 'AudiencePage' }),
    ),
    ...audienceProblems,
    ...problemReplies(410),
  },
});

export const countAudienceRoute = defineRoute({
  operationId: 'countAudience',
  method: 'post',
  path: '/api/projects/{projectId}/audience/count',
  scope: 'read',
  tags,
  summary: 'How many match',
  request: {
    params: projectParams,
    body: jsonBody(
      z
        .strictObject({ conditions: treeSchema, now: nowSchema.optional() })
        .meta({ id: 'CountQuestion', required: ['conditions'] }),
    ),
  },
  responses: {
    200: jsonReply(
      'The count.',
      z.object({ count: z.int(), now: instantSchema }).meta({ id: 'AudienceCount' }),
    ),
    ...audienceProblems,
  },
});
