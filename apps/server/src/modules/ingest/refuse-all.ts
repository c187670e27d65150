import { HttpProblem } from '../../http/problem.ts';
import type { Receipt } from './receive-items.ts';
import type { RejectedEntry } from './refusal.ts';

/** Nothing was accepted: the items are to blame, or this server is. */
export function refuseAll({
  rejected,
  hasFailed,
}: Pick<Receipt, 'rejected' | 'hasFailed'>): HttpProblem {
  const options = { errors: rejected.map(toProblemError), extra: { accepted: 0, rejected } };
  if (hasFailed) {
    const detail = 'Nothing could be stored; the log says why.';
    return new HttpProblem(500, 'not_stored', detail, options);
  }
  const detail =
    rejected.length === 0
      ? 'The request has no item in it.'
      : 'Nothing in the request is valid; `rejected` says why, item by item.';
  return new HttpProblem(422, 'nothing_valid', detail, options);
}

function toProblemError({ index, path, message, code }: RejectedEntry) {
  return { path: path === '' ? `[${index}]` : `[${index}].${path}`, message, code };
}
