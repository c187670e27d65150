import * as z from 'zod';
import { instantSchema } from './instant.ts';
import { commonProblems, problemReplies } from './problem.ts';
import { projectParams } from './project.ts';
import { defineRoute, jsonBody, jsonReply } from './route.ts';

const tags = ['Browser SDK'];
const path = '/api/projects/{projectId}/identify-verification';

const verificationSchema = z
  .object({
    required: z.boolean().meta({
      description: 'true: a browser is identified only with a signature of the user id.',
    }),
    secret: z.string().nullable().meta({
      description:
        'A signature is the HMAC-SHA256 of the user id with this text as the key, in hex. For servers: no browser may see it. null until verification is first turned on.',
    }),
    previousSecretUntil: instantSchema.nullable().meta({
      description: 'Until then signatures made with the secret before this one are taken, too.',
    }),
  })
  .meta({ id: 'IdentifyVerification' });

export type VerificationBody = z.infer<typeof verificationSchema>;

export const getVerificationRoute = defineRoute({
  operationId: 'getIdentifyVerification',
  method: 'get',
  path,
  scope: 'admin',
  tags,
  summary: 'How browsers prove who they are',
  description: 'With the secret. No API key may read it.',
  request: { params: projectParams },
  responses: { 200: jsonReply('As it is now.', verificationSchema), ...commonProblems },
});

export const rotateVerificationRoute = defineRoute({
  operationId: 'rotateIdentifySecret',
  method: 'post',
  path: `${path}/rotate`,
  scope: 'admin',
  tags,
  summary: 'Make a new secret',
  description:
    'The old one is worth nothing from now on, as it must be when it has leaked, unless `graceHours` says for how long servers may still use it.',
  request: {
    params: projectParams,
    body: jsonBody(
      z
        .strictObject({ graceHours: z.int().min(0).max(168).optional() })
        .meta({ id: 'SecretRotation' }),
    ),
  },
  responses: {
    200: jsonReply('With the new secret.', verificationSchema),
    ...commonProblems,
    ...problemReplies(400, 413, 415),
  },
});
