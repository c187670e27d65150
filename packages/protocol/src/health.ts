import * as z from 'zod';
import { problemReplies } from './problem.ts';
import { defineRoute, jsonReply } from './route.ts';

const tags = ['Process'];

const healthSchema = z.object({ status: z.literal('ok') }).meta({ id: 'Health' });

const readinessSchema = z
  .object({
    status: z.enum(['ready', 'not ready']),
    store: z.enum(['usable', 'unusable']),
    index: z.object({
      state: z.string().meta({ example: 'following' }),
      behind: z.int().meta({ description: 'Changes that the index has yet to take in.' }),
    }),
    liveMembership: z
      .object({
        compared: z.int().meta({ description: 'Comparisons with the index since the start.' }),
        repaired: z
          .int()
          .meta({ description: 'Users and counts that were kept wrongly, and put right.' }),
        indexDiffers: z
          .int()
          .meta({ description: 'Users of whom the index said something else than the store.' }),
        comparedAt: z.iso.datetime().nullable(),
      })
      .meta({
        description:
          'What has come of comparing the members of segments that this process keeps with the index, of all projects.',
      }),
  })
  .meta({ id: 'Readiness' });

export type ReadinessBody = z.infer<typeof readinessSchema>;

export const healthRoute = defineRoute({
  operationId: 'health',
  method: 'get',
  path: '/healthz',
  scope: 'anyone',
  tags,
  summary: 'Whether the process is up',
  responses: { 200: jsonReply('It is.', healthSchema) },
});

export const readinessRoute = defineRoute({
  operationId: 'readiness',
  method: 'get',
  path: '/readyz',
  scope: 'anyone',
  tags,
  summary: 'Whether store and index can be used',
  responses: {
    200: jsonReply('Both can.', readinessSchema),
    503: jsonReply('One of them cannot, or the index is still being made.', readinessSchema),
  },
});

export const metricsRoute = defineRoute({
  operationId: 'metrics',
  method: 'get',
  path: '/metrics',
  scope: 'anyone',
  tags,
  summary: 'Measurements for Prometheus',
  description: 'Where the server has a token for it, with `authorization: Bearer <token>`.',
  responses: {
    200: { description: 'Text format.', content: { 'text/plain': { schema: z.string() } } },
    ...problemReplies(401),
  },
});
