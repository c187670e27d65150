import { HttpProblem } from '../../http/problem.ts';
import { findJsonError } from './find-json-error.ts';

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

/** The JSON of a body. Throws a 400 that says where it is broken, and quotes nothing of it. */
export function parseJson(text: string): unknown {
  if (text.trim() === '') throw malformed('The body is empty; it should be JSON.');
  try {
    return JSON.parse(text);
  } catch {
    // A SyntaxError, the only one there is; its message has a piece of the body, which may be private.
    throw malformed(describePlace(text, findJsonError(text) ?? text.length));
  }
}

function describePlace(text: string, place: number): string {
  const before = text.slice(0, place);
  const line = before.split('\n').length;
  const column = place - before.lastIndexOf('\n');
  const what = place >= text.length ? 'ends too early, at' : 'is wrong at';
  return `The body is not well-formed JSON: it ${what} line ${line}, column ${column}.`;
}

function malformed(detail: string): HttpProblem {
  return new HttpProblem(400, 'malformed_json', detail);
}
