import * as z from 'zod';
import { nowSchema } from './instant.ts';
import { commonProblems, problemReplies } from './problem.ts';
import { projectParams } from './project.ts';
import { defineRoute } from './route.ts';

const description =
  'A stream that breaks off is not whole: JSON then lacks its closing bracket, and the connection is closed before its end.';

const exportQuery = z.object({
  format: z.enum(['json', 'csv', 'ndjson']).default('json'),
  now: z.string().max(40).optional().meta({ description: nowSchema.description }),
  column: z
    .union([z.string(), z.array(z.string())])
    .optional()
    .meta({
      description:
        'CSV: which columns, repeated for each: a field of a user, `attributes.<key>` or `traits.<key>`. Default: the fields of a user.',
    }),
});

const responses = {
  200: {
    description: 'The users, in the order in which they came to be.',
    content: {
      'application/json': { schema: z.array(z.unknown()).meta({ description: 'profiles' }) },
      'application/x-ndjson': { schema: z.string() },
      'text/csv': { schema: z.string() },
    },
  },
  ...commonProblems,
  ...problemReplies(504),
} as const;

export const exportSegmentRoute = defineRoute({
  operationId: 'exportSegmentUsers',
  method: 'get',
  path: '/api/projects/{projectId}/segments/{segmentId}/users',
  scope: 'read',
  tags: ['Segments'],
  summary: 'Everybody in a segment, as a stream',
  description,
  request: { params: projectParams.extend({ segmentId: z.string() }), query: exportQuery },
  responses,
});

export const exportAudienceRoute = defineRoute({
  operationId: 'exportAudience',
  method: 'get',
  path: '/api/projects/{projectId}/audience/users',
  scope: 'read',
  tags: ['Audiences'],
  summary: 'Everybody who matches, as a stream',
  description,
  request: {
    params: projectParams,
    query: exportQuery.extend({
      conditions: z
        .string()
        .max(12_000)
        .meta({ description: 'The tree as JSON, at most 12,000 characters.' }),
    }),
  },
  responses,
});

export const exportUserRoute = defineRoute({
  operationId: 'exportUser',
  method: 'get',
  path: '/api/projects/{projectId}/users/{userId}/export',
  scope: 'read',
  tags: ['Users'],
  summary: 'All that is kept of one user, as a file',
  description:
    'Profile with answers and interactions, identities, segments, imports she was in, what webhooks were told of her, and every event, newest first.',
  request: {
    params: projectParams.extend({ userId: z.string() }),
    query: z.object({
      kind: z.enum(['user', 'anonymous']).optional().meta({
        description: 'What the id is. Default: a user id, or else an anonymous id.',
      }),
    }),
  },
  responses: {
    200: {
      description:
        '`{exportedAt, profile, segments, identities, imports, webhookMessages, events}`.',
      content: {
        'application/json': {
          schema: z.looseObject({ profile: z.unknown(), events: z.array(z.unknown()) }),
        },
      },
    },
    ...commonProblems,
  },
});
