import * as z from 'zod';
import { lineSchema } from './plain-text.ts';
import { commonProblems, problemReplies } from './problem.ts';
import { projectParams } from './project.ts';
import { defineRoute, jsonBody, jsonReply } from './route.ts';

const tags = ['Users'];
const bodyProblems = { ...commonProblems, ...problemReplies(400, 413, 415) };

const addressSchema = z
  .strictObject({
    id: z.string().min(1).max(1000),
    kind: z.enum(['user', 'anonymous']).optional().meta({
      description: 'What the id is. Default: a user id, or else an anonymous id.',
    }),
  })
  .meta({ id: 'UserAddress' });

export type UserAddressBody = z.infer<typeof addressSchema>;

const addressesSchema = z.array(addressSchema).min(1).max(1000);
const missingSchema = z.array(addressSchema).meta({ description: 'Who is not there.' });
const tagsSchema = z.array(lineSchema(100)).max(100).default([]);

export const changeTagsRoute = defineRoute({
  operationId: 'changeTags',
  method: 'post',
  path: '/api/projects/{projectId}/users/tags',
  scope: 'write',
  tags,
  summary: 'Add tags to users, and remove some',
  description: 'All of them or none; a user has at most 100 tags.',
  request: {
    params: projectParams,
    body: jsonBody(
      z
        .strictObject({ users: addressesSchema, add: tagsSchema, remove: tagsSchema })
        .meta({ id: 'TagChange', required: ['users'] }),
    ),
  },
  responses: {
    200: jsonReply(
      'What was done.',
      z
        .object({
          changed: z.int().meta({ description: 'Users whose tags are others now.' }),
          missing: missingSchema,
        })
        .meta({ id: 'TagResult' }),
    ),
    ...bodyProblems,
  },
});

export const eraseUsersRoute = defineRoute({
  operationId: 'eraseUsers',
  method: 'post',
  path: '/api/projects/{projectId}/users/erase',
  scope: 'write',
  tags,
  summary: 'Erase several users',
  description: 'As `DELETE` of each: for good.',
  request: {
    params: projectParams,
    body: jsonBody(z.strictObject({ users: addressesSchema }).meta({ id: 'Erasures' })),
  },
  responses: {
    200: jsonReply(
      'What was done.',
      z.object({ erased: z.int(), missing: missingSchema }).meta({ id: 'ErasureResult' }),
    ),
    ...bodyProblems,
  },
});
