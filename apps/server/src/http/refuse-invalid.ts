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
    if (issue.code !== 'unrecognized_keys') {
      return [{ path: formatPath(issue.path), message: issue.message, code: issue.code }];
    }
    return issue.keys.map((key) => ({
      path: formatPath([...issue.path, key]),
      message: 'There is no such field.',
      code: 'unknown_field',
    }));
  });
}
