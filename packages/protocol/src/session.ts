import * as z from 'zod';
import { emailSchema } from './email.ts';
import { lineSchema } from './plain-text.ts';
import { problemReplies } from './problem.ts';
import { ownProjectSchema } from './project.ts';
import { defineRoute, jsonBody, jsonReply } from './route.ts';
import { wellFormed } from './well-formed.ts';

const tags = ['Session'];
const bodyProblems = problemReplies(400, 403, 413, 415, 422, 429, 503);

/** Any text of these lengths: rules about its characters make passwords worse. */
export const passwordSchema = z
  .string()
  .refine(...wellFormed)
  .refine((text) => [...text].length >= 8, 'At least 8 characters.')
  .refine((text) => [...text].length <= 200, 'At most 200 characters.')
  .meta({ format: 'password', minLength: 8, maxLength: 200 });

/** A password that is only compared: whatever it is, it is right or wrong. */
export const givenPasswordSchema = z.string().max(1000).meta({ format: 'password' });

const sessionSchema = z
  .object({
    account: z.object({ id: z.string(), email: z.string(), name: z.string() }),
    projects: z
      .array(ownProjectSchema)
      .meta({ description: 'That the person is a member of, in order of name.' }),
  })
  .meta({ id: 'Session' });

export type SessionBody = z.infer<typeof sessionSchema>;

/** The reply of every call that a session begins or goes on with. */
export const sessionReply = (description: string) => ({
  ...jsonReply(description, sessionSchema),
  headers: z.object({
    'set-cookie': z
      .string()
      .optional()
      .meta({ description: 'The session: httpOnly, SameSite=Lax, and Secure over HTTPS.' }),
  }),
});

export const getSessionRoute = defineRoute({
  operationId: 'getSession',
  method: 'get',
  path: '/api/session',
  scope: 'account',
  tags,
  summary: 'Who is signed in',
  description:
    '401 has the code `setup_required` while nobody has an account: then the server printed a link at its start.',
  responses: { 200: sessionReply('The person and her projects.'), ...problemReplies(401, 503) },
});

export const signInRoute = defineRoute({
  operationId: 'signIn',
  method: 'post',
  path: '/api/session',
  scope: 'anyone',
  tags,
  summary: 'Sign in',
  description: 'A wrong password and an unknown email get the same answer after the same time.',
  request: {
    body: jsonBody(
      z.strictObject({ email: emailSchema, password: givenPasswordSchema }).meta({ id: 'SignIn' }),
    ),
  },
  responses: { 200: sessionReply('Signed in.'), ...bodyProblems, ...problemReplies(401) },
});

export const signOutRoute = defineRoute({
  operationId: 'signOut',
  method: 'delete',
  path: '/api/session',
  scope: 'anyone',
  tags,
  summary: 'Sign out',
  responses: {
    204: { description: 'The session, if there was one, has ended.' },
    ...problemReplies(403, 503),
  },
});

export const changeAccountRoute = defineRoute({
  operationId: 'changeAccount',
  method: 'patch',
  path: '/api/session',
  scope: 'account',
  tags,
  summary: 'Change the own name',
  request: {
    body: jsonBody(z.strictObject({ name: lineSchema(200) }).meta({ id: 'AccountChange' })),
  },
  responses: {
    200: sessionReply('The person as she is now.'),
    ...bodyProblems,
    ...problemReplies(401),
  },
});

export const changePasswordRoute = defineRoute({
  operationId: 'changePassword',
  method: 'post',
  path: '/api/session/password',
  scope: 'account',
  tags,
  summary: 'Change the own password',
  description: 'Ends every other session of the person.',
  request: {
    body: jsonBody(
      z
        .strictObject({ current: givenPasswordSchema, password: passwordSchema })
        .meta({ id: 'PasswordChange' }),
    ),
  },
  responses: { 200: sessionReply('Signed in anew.'), ...bodyProblems, ...problemReplies(401) },
});
