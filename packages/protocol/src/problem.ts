import * as z from 'zod';

/** One thing that is wrong with what was sent, or with a stored tree. */
export const problemErrorSchema = z
  .object({
    path: z.string().meta({
      description: 'Where, from the root of the body.',
      example: 'conditions.children[0].value',
    }),
    message: z.string().meta({ description: 'A sentence for a person.' }),
    code: z.string().optional().meta({ description: 'Stable.', example: 'unknown_operator' }),
  })
  .meta({ id: 'ProblemError' });

/** The body of every answer that is an error (RFC 9457). */
export const problemSchema = z
  .looseObject({
    type: z.string().meta({ example: 'about:blank' }),
    title: z.string().meta({ example: 'Invalid request' }),
    status: z.int().meta({ example: 422 }),
    code: z.string().meta({ description: 'Stable: meant for programs.', example: 'invalid_tree' }),
    detail: z.string().meta({ description: 'A sentence for a person.' }),
    errors: z.array(problemErrorSchema),
    requestId: z.string().meta({ description: 'Also in the log of the server.' }),
  })
  .meta({ id: 'Problem', description: 'Why a request was refused or failed.' });

export type ProblemDocument = z.infer<typeof problemSchema>;

const meanings = {
  400: 'Not well-formed JSON or UTF-8.',
  401: 'No key or session, or one that is unknown, revoked or expired.',
  403: 'The key or the role of the member may not do this, or the request came from another site.',
  404: 'There is no such project for this caller, or no such thing in it.',
  409: 'Something else depends on it.',
  410: 'The cursor has expired: begin again.',
  412: 'Somebody else has changed it since.',
  413: 'The body is too large.',
  415: 'The body is not JSON.',
  422: 'Well-formed but not valid; `errors` says where.',
  428: 'Say which version the change is based on, with `If-Match`.',
  429: 'Too much at once: try again after `Retry-After` seconds.',
  503: 'Store or index cannot be used just now.',
  504: 'The question took too long and was given up.',
} as const;

type Status = keyof typeof meanings;

/** The problem replies of a call. */
export function problemReplies<const Statuses extends readonly Status[]>(...statuses: Statuses) {
  const replies = statuses.map((status) => {
    const content = { 'application/problem+json': { schema: problemSchema } };
    return [status, { description: meanings[status], content }] as const;
  });
  return Object.fromEntries(replies) as {
    [Key in Statuses[number]]: {
      description: string;
      content: { 'application/problem+json': { schema: typeof problemSchema } };
    };
  };
}

/** What any call of a project may answer. */
export const commonProblems = problemReplies(401, 403, 404, 422, 429, 503);
