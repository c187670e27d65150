import type { ProblemDocument } from '@muster/protocol';

/** A refusal or failure of the server, as it said it; `status` 0 when it could not be reached. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly requestId: string | undefined;
  readonly errors: ProblemDocument['errors'];
  /** Members beyond those of every problem, e.g. `usedBy`. */
  readonly body: Readonly<Record<string, unknown>>;

  constructor(status: number, body: Partial<ProblemDocument> & { detail: string; code: string }) {
    super(body.detail);
    this.name = 'ApiProblem';
    this.status = status;
    this.code = body.code;
    this.requestId = body.requestId;
    this.errors = body.errors ?? [];
    this.body = body;
  }
}

/** The problem that an answer carries; one of our own words when it carries none, as a proxy's may. */
export async function readProblem(response: Response): Promise<ApiProblem> {
  const type = response.headers.get('content-type') ?? '';
  if (type.startsWith('application/problem+json')) {
    return new ApiProblem(response.status, (await response.json()) as ProblemDocument);
  }
  return toUnexpected(response.status);
}

/** The problem of an answer that is none of ours. */
export function toUnexpected(status: number): ApiProblem {
  return new ApiProblem(status, {
    code: 'unexpected_answer',
    detail: `The server answered ${status}, and did not say why.`,
  });
}

/** The problem of a server that did not answer. */
export function toUnreachable(cause: unknown): ApiProblem {
  const problem = new ApiProblem(0, {
    code: 'unreachable',
    detail: 'The server could not be reached.',
  });
  problem.cause = cause;
  return problem;
}
