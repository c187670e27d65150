import type { SdkReplyBody } from '@muster/protocol';
import type { Judgement, LiveExperience } from '../sdk/project-plans.ts';
import { explainRules } from './explain-rules.ts';
import type { Visit } from './visit.ts';

/**
 * Why each live experience is shown on the page or not. Of Who only whether the person is in it: anybody may
 * ask, and what is in a Who is not for browsers.
 */
export function explainInPage(
  experiences: readonly LiveExperience[],
  visit: Visit,
  { isIn }: Pick<Judgement, 'isIn'>,
): NonNullable<SdkReplyBody['reasons']> {
  return experiences.map(({ row, who }) => {
    const passesWho = isIn(who);
    const rules = explainRules(row, visit, {
      passes: passesWho,
      reason: passesWho ? 'The person is one of those it is for.' : 'It is for others.',
      value: null,
    });
    return {
      experienceId: row.id,
      isShown: rules.every(({ passes }) => passes),
      rules: rules.map(({ rule, passes, reason }) => ({ rule, passes, reason })),
    };
  });
}
