import type { Judgement, LiveExperience, PreparedPlans } from '../sdk/project-plans.ts';
import { rateLimit } from './rules/rate-limit.ts';
import { repeat } from './rules/repeat.ts';
import { schedule } from './rules/schedule.ts';
import { showOn } from './rules/show-on.ts';
import { where } from './rules/where.ts';
import type { Chosen } from './show-to-person.ts';
import type { Visit } from './visit.ts';

/** All but Who, the cheapest first. */
const rules = [showOn, schedule, where, repeat, rateLimit];

/** The live experiences that nothing but Who may hold back, the most important first. */
export function findCandidates(
  { experiences }: Pick<PreparedPlans, 'experiences'>,
  visit: Visit,
): LiveExperience[] {
  return experiences.filter(({ row }) => rules.every((rule) => rule.passes(row, visit)));
}

/** Those that are asked for by their ids: they need only be live. */
export function findStarted(
  { experiences }: Pick<PreparedPlans, 'experiences'>,
  { trigger, url }: { trigger?: string | undefined; url: string },
): Chosen[] {
  const named = findNamed(url);
  const started: Chosen[] = [];
  for (const experience of experiences) {
    const { id, target } = experience.row;
    if (id === trigger) started.unshift({ experience, startedBy: 'manual' });
    else if (id === named && target.showOn.type === 'url') {
      started.push({ experience, startedBy: 'url' });
    }
  }
  return started;
}

/** What was started, and after it the candidates whose Who the person is in, each once. */
export function choose(
  started: readonly Chosen[],
  candidates: readonly LiveExperience[],
  { isIn }: Pick<Judgement, 'isIn'>,
): Chosen[] {
  const others = candidates.filter(
    (candidate) =>
      isIn(candidate.who) && !started.some(({ experience }) => experience === candidate),
  );
  return [...started, ...others.map((experience) => ({ experience }))];
}

/** The experience that the address of a page names with `?muster=<id>`. */
function findNamed(url: string): string | null {
  if (!url.includes('muster=') || !URL.canParse(url)) return null;
  return new URL(url).searchParams.get('muster');
}
