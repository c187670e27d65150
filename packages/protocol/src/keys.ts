import * as z from 'zod';
import { instantSchema } from './instant.ts';
import { lineSchema } from './plain-text.ts';
import { commonProblems, problemReplies } from './problem.ts';
import { projectParams } from './project.ts';
import { defineRoute, jsonBody, jsonReply } from './route.ts';

const tags = ['Keys'];
const note =
  'For administrators: no key can list, make or revoke keys, so that a leaked one cannot outlive its revocation.';

const keySchema = z
  .object({
    id: z.string(),
    name: z.string(),
    prefix: z.string().meta({ description: 'Its first characters, to recognise it by.' }),
    scope: z.enum(['read', 'write']),
    createdAt: instantSchema,
    revokedAt: instantSchema.nullable(),
  })
  .meta({ id: 'Key' });

export type KeyBody = z.infer<typeof keySchema>;

export const listKeysRoute = defineRoute({
  operationId: 'listKeys',
  method: 'get',
  path: '/api/projects/{projectId}/keys',
  scope: 'admin',
  tags,
  summary: 'The API keys of the project',
  description: note,
  request: { params: projectParams },
  responses: {
    200: jsonReply('The keys.', z.object({ keys: z.array(keySchema) })),
    ...commonProblems,
  },
});

export const createKeyRoute = defineRoute({
  operationId: 'createKey',
  method: 'post',
  path: '/api/projects/{projectId}/keys',
  scope: 'admin',
  tags,
  summary: 'Make an API key',
  description: note,
  request: {
    params: projectParams,
    body: jsonBody(
      z
        .strictObject({ name: lineSchema(100), scope: z.enum(['read', 'write']) })
        .meta({ id: 'NewKey' }),
    ),
  },
  responses: {
    201: jsonReply(
      'The key, shown this once.',
      keySchema
        .extend({ key: z.string().meta({ description: 'The secret itself.' }) })
        .meta({ id: 'CreatedKey' }),
    ),
    ...commonProblems,
    ...problemReplies(400, 413, 415),
  },
});

export const revokeKeyRoute = defineRoute({
  operationId: 'revokeKey',
  method: 'delete',
  path: '/api/projects/{projectId}/keys/{keyId}',
  scope: 'admin',
  tags,
  summary: 'Revoke an API key',
  description: note,
  request: { params: projectParams.extend({ keyId: z.string() }) },
  responses: { 204: { description: 'It no longer opens anything.' }, ...commonProblems },
});
