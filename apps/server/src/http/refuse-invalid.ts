import type { Hook } from '@hono/zod-openapi';
import type * as z from 'zod';
import type { AppEnv } from './app-env.ts';
import { formatPath, HttpProblem, type ProblemError } from './problem.ts';

/** The hook of every validator: throws a 422 that names each wrong place. */
export const refuseInvalid: Hook<unknown, AppEnv, string, void> = (result) => {
  if (result.success) return;
  const detail = 'The request is not valid; `errors` says where.';
  throw new HttpProblem(422, 'invalid_request', detail, { errors: toErrors(result.error.issues) });
};

function toErrors(issues: readonly z.core.$ZodIssue[]): ProblemError[] {
  return issues.flatMap((issue) => {
    const { path, message, code } = issue;
    if (code === 'unrecognized_keys') return issue.keys.map((key) => refuseField([...path, key]));
    // zod does not say in any other way that there was nothing.
    const isMissing = code === 'invalid_type' && message.endsWith('received undefined');
    if (isMissing) return [{ path: formatPath(path), message: 'It is missing.', code: 'missing' }];
    return [{ path: formatPath(path), message: message.replace(/^Invalid input: /, ''), code }];
  });
}

function refuseField(path: readonly PropertyKey[]): ProblemError {
  return { path: formatPath(path), message: 'There is no such field.', code: 'unknown_field' };
}
