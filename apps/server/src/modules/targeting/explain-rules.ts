import type { ExperienceRule } from '@muster/protocol';
import type { ExperienceRow } from '../../store/experiences.ts';
import { rateLimit } from './rules/rate-limit.ts';
import { repeat } from './rules/repeat.ts';
import { schedule } from './rules/schedule.ts';
import { showOn } from './rules/show-on.ts';
import { status } from './rules/status.ts';
import { where } from './rules/where.ts';
import type { Visit } from './visit.ts';

/** What a rule came to, why, and the value that decided. */
export interface Verdict {
  passes: boolean;
  reason: string;
  value: unknown;
}

export type RuleVerdict = Verdict & { rule: ExperienceRule };

/** Every rule of an experience for one visit, in the order of the page on which it is set. */
export function explainRules(experience: ExperienceRow, visit: Visit, who: Verdict): RuleVerdict[] {
  const explain = (rule: typeof status) => ({
    passes: rule.passes(experience, visit),
    ...rule.explain(experience, visit),
  });
  return [
    { rule: 'status', ...explain(status) },
    { rule: 'showOn', ...explain(showOn) },
    { rule: 'where', ...explain(where) },
    { rule: 'who', ...who },
    { rule: 'schedule', ...explain(schedule) },
    { rule: 'repeat', ...explain(repeat) },
    { rule: 'rateLimit', ...explain(rateLimit) },
  ];
}
