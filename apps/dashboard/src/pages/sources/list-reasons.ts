import { ApiProblem } from '../../api/problem.ts';

/** Why the server refused, place by place. */
export function listReasons(error: Error): string[] {
  if (!(error instanceof ApiProblem) || error.errors.length === 0) return [error.message];
  return error.errors.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`));
}
