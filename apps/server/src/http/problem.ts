/** One thing that is wrong with a request: where (`conditions.children[0].value`) and what. */
export interface ProblemError {
  path: string;
  message: string;
  /** A stable code where there is one, e.g. `unknown_operator`. */
  code?: string;
}

/** What a problem carries beside its status, code and sentence. */
export interface ProblemOptions {
  errors?: readonly ProblemError[];
  headers?: Readonly<Record<string, string>>;
  /** Further members of the body, e.g. `usedBy`. */
  extra?: Readonly<Record<string, unknown>>;
  cause?: unknown;
}

const titles: Readonly<Record<number, string>> = {
  400: 'Bad request',
  401: 'Not authenticated',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  408: 'Request timed out',
  409: 'Conflict',
  410: 'Gone',
  412: 'Precondition failed',
  413: 'Too large',
  415: 'Unsupported media type',
  422: 'Invalid request',
  428: 'Precondition required',
  429: 'Too many requests',
  500: 'Internal error',
  503: 'Unavailable',
  504: 'Timed out',
};

/**
 * A refusal that the caller can act on. Thrown anywhere below a route, answered as
 * `application/problem+json`; its `code` is stable, its `detail` is a sentence for a person.
 */
export class HttpProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly errors: readonly ProblemError[];
  readonly headers: Readonly<Record<string, string>>;
  readonly extra: Readonly<Record<string, unknown>>;

  constructor(status: number, code: string, detail: string, options: ProblemOptions = {}) {
    super(detail, { cause: options.cause });
    this.name = 'HttpProblem';
    this.status = status;
    this.code = code;
    this.errors = options.errors ?? [];
    this.headers = options.headers ?? {};
    this.extra = options.extra ?? {};
  }
}

/** The answer of RFC 9457 with our members `code`, `errors` and `requestId`. */
export function toProblemResponse(problem: HttpProblem, requestId: string): Response {
  const body = {
    ...problem.extra,
    type: 'about:blank',
    title: titles[problem.status] ?? 'Error',
    status: problem.status,
    code: problem.code,
    detail: problem.message,
    errors: problem.errors,
    requestId,
  };
  return new Response(JSON.stringify(body), {
    status: problem.status,
    headers: {
      ...problem.headers,
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      'x-request-id': requestId,
    },
  });
}

/** `['children', 0, 'value']` under `conditions` as `conditions.children[0].value`. */
export function formatPath(path: readonly (string | number | symbol)[], root = ''): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return text === '' ? String(part) : `${text}.${String(part)}`;
  }, root);
}
