import { readProblem, toUnreachable } from './problem.ts';

export interface CallOptions {
  method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Sent as JSON. */
  body?: unknown;
  /** The version that a change is based on. */
  ifMatch?: number;
  /** Sent even while the page goes away; for bodies of less than 64 kB. */
  keepalive?: boolean;
  signal?: AbortSignal | undefined;
}

/**
 * Asks our own origin and reads the JSON of its answer; `undefined` for an empty one. Whatever is not
 * a success is thrown as an `ApiProblem`. The caller names the type: the protocol's, of that call.
 */
export async function call<Reply>(path: string, options: CallOptions = {}): Promise<Reply> {
  const { method = 'GET', body, ifMatch, keepalive = false, signal } = options;
  const response = await fetch(path, {
    method,
    credentials: 'same-origin',
    keepalive,
    headers: {
      accept: 'application/json',
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(ifMatch !== undefined && { 'if-match': `"${ifMatch}"` }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(signal && { signal }),
  }).catch((error: unknown) => {
    if (signal?.aborted) throw error;
    throw toUnreachable(error);
  });
  if (!response.ok) throw await readProblem(response);
  return (response.status === 204 ? undefined : await response.json()) as Reply;
}

/** `/api/projects/<id>` and what follows, each part percent-encoded. */
export function projectPath(projectId: string, ...parts: string[]): string {
  return ['/api/projects', ...[projectId, ...parts].map(encodeURIComponent)].join('/');
}

/** A query string of what is given; undefined is left out, a list is repeated. */
export function toQuery(
  values: Readonly<Record<string, string | number | readonly string[] | undefined>>,
): string {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(values)) {
    if (value === undefined) continue;
    for (const one of Array.isArray(value) ? value : [value]) query.append(key, String(one));
  }
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}
