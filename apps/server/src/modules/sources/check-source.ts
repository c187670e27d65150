import { HttpProblem } from '../../http/problem.ts';
import type { SourceRow } from '../../store/sources.ts';

/** What Source says of values that no generic source may claim to have set. */
const taken = new Set(['native', 'sdk', 'api', 'segment', 'posthog']);

/**
 * Throws a 422 for a source that could not work or would pass for another sender, a 409 for a name that
 * another source has.
 */
export function checkSource(source: SourceRow, others: readonly SourceRow[]): void {
  const { kind, name, mapping, signature } = source;
  if (kind === 'webhook' && mapping === undefined) {
    throw invalidSource('mapping', 'A source of the kind webhook needs a mapping.');
  }
  if (kind !== 'webhook' && mapping !== undefined) {
    throw invalidSource('mapping', 'Only a source of the kind webhook has a mapping.');
  }
  if (kind !== 'segment' && signature === 'segment') {
    throw invalidSource('signature', 'Only Segment signs like this.');
  }
  if (kind === 'segment' && signature !== 'none' && signature !== 'segment') {
    throw invalidSource('signature', 'Segment signs in a way of its own.');
  }
  const folded = name.toLowerCase();
  if (kind === 'webhook' && (taken.has(folded) || folded.startsWith('csv:'))) {
    throw invalidSource('name', 'This is what Source says of values that came another way.');
  }
  if (others.some((other) => other.name.toLowerCase() === folded)) {
    const detail = 'Another source has this name.';
    const errors = [{ path: 'name', message: detail }];
    throw new HttpProblem(409, 'name_taken', detail, { errors });
  }
}

/** The refusal of a request that says something wrong at one place. */
export function invalidSource(path: string, message: string): HttpProblem {
  return new HttpProblem(422, 'invalid_request', message, { errors: [{ path, message }] });
}
