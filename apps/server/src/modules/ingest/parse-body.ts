import { HttpProblem } from '../../http/problem.ts';

/** Most items of one request. */
export const maxItems = 10_000;

/**
 * The items of a request: the array, or the one thing that is sent alone. Throws an `HttpProblem`:
 * 400 that says where the JSON is broken, 413 for too many items.
 */
export function parseBody(text: string): unknown[] {
  const body = parseJson(text);
  const items = Array.isArray(body) ? body : [body];
  if (items.length > maxItems) {
    const detail = `The request has ${items.length} items; at most ${maxItems} are taken at once.`;
    throw new HttpProblem(413, 'too_many_items', detail);
  }
  return items;
}

function parseJson(text: string): unknown {
  if (text.trim() === '') throw malformed('The body is empty; it should be JSON.');
  try {
    return JSON.parse(text);
  } catch (error) {
    throw malformed(`The body is not well-formed JSON${findPosition(text, error)}.`);
  }
}

/** The engine's message has the place, and a piece of the body, which may be private. */
function findPosition(text: string, error: unknown): string {
  const match = /at position (\d+)/.exec(error instanceof Error ? error.message : '');
  const position = match ? Number(match[1]) : text.length;
  const before = text.slice(0, position);
  const line = before.split('\n').length;
  const column = position - before.lastIndexOf('\n');
  const what = position >= text.length ? ': it ends too early, after' : ': see';
  return `${what} line ${line}, column ${column}`;
}

function malformed(detail: string): HttpProblem {
  return new HttpProblem(400, 'malformed_json', detail);
}
