import * as z from 'zod';
import { emailSchema } from './email.ts';
import { instantSchema } from './instant.ts';
import { lineSchema } from './plain-text.ts';
import { problemReplies } from './problem.ts';
import { roleSchema } from './project.ts';
import { defineRoute, jsonBody, jsonReply } from './route.ts';
import { givenPasswordSchema, sessionReply } from './session.ts';

const tags = ['Session'];
const bodyProblems = problemReplies(400, 403, 404, 413, 415, 422, 429, 503);

const tokenSchema = z
  .string()
  .max(200)
  .meta({ description: 'What stands behind `#` in the link.' });

const joinSchema = z
  .object({
    kind: z.enum(['setup', 'invitation']),
    email: z.string().nullable().meta({ description: 'Who is invited; null: anybody.' }),
    project: z.object({ id: z.string(), name: z.string() }),
    role: roleSchema,
    hasAccount: z.boolean().meta({
      description: 'Whether the invited person signs in already: then her password is needed.',
    }),
    expiresAt: instantSchema,
  })
  .meta({ id: 'Join' });

export type JoinBody = z.infer<typeof joinSchema>;

export const lookAtLinkRoute = defineRoute({
  operationId: 'lookAtLink',
  method: 'post',
  path: '/api/join/look',
  scope: 'anyone',
  tags,
  summary: 'What a link is for',
  request: { body: jsonBody(z.strictObject({ token: tokenSchema }).meta({ id: 'LinkQuestion' })) },
  responses: { 200: jsonReply('What it is for.', joinSchema), ...bodyProblems },
});

export const joinRoute = defineRoute({
  operationId: 'join',
  method: 'post',
  path: '/api/join',
  scope: 'anyone',
  tags,
  summary: 'Use a link, once',
  description:
    'Makes the account, unless the invited person has one; then `password` is that of her account. The set-up link takes the email, too.',
  request: {
    body: jsonBody(
      z
        .strictObject({
          token: tokenSchema,
          email: emailSchema.optional(),
          name: lineSchema(200).optional(),
          password: givenPasswordSchema,
        })
        .meta({ id: 'Joining' }),
    ),
  },
  responses: {
    201: sessionReply('Joined and signed in.'),
    ...bodyProblems,
    ...problemReplies(401, 409),
  },
});
