import { parseTree } from '@muster/conditions';
import type { WhoBody } from '@muster/protocol';
import type { ProblemError } from '../../http/problem.ts';
import { toErrors } from '../audience/read-question.ts';

/**
 * A Who of a request as it may be stored, its tree canonical. What is wrong is added to `errors`, under
 * `path`; such a Who is returned as it came, for nobody to save.
 */
export function readWho(who: WhoBody, path: string, errors: ProblemError[]): WhoBody {
  switch (who.type) {
    case 'everyone':
      return who;
    case 'segments':
      return { type: 'segments', segmentIds: [...new Set(who.segmentIds)] };
    case 'conditions': {
      const parsed = parseTree(who.conditions, { allowEmptyRoot: false });
      if (parsed.ok) return { type: 'conditions', conditions: parsed.value };
      errors.push(...toErrors(parsed.problems, `${path}.conditions`));
      return who;
    }
  }
}
