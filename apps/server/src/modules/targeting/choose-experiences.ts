import type { Judgement, LiveExperience, PreparedPlans } from '../sdk/project-plans.ts';
import { rateLimit } from './rules/rate-limit.ts';
import { repeat } from './rules/repeat.ts';
import { schedule } from './rules/schedule.ts';
import { showOn } from './rules/show-on.ts';
import { where } from './rules/where.ts';
import type { Chosen } from './show-to-person.ts';
import type { Page, Visit } from './visit.ts';

/** Those that look at more than the page, Who aside. */
const rules = [schedule, repeat, rateLimit];

/** The live experiences that nothing but Who may hold back, the most important first. */
export function findCandidates(
  { experiencesOn }: Pick<PreparedPlans, 'experiencesOn'>,
  visit: Visit,
): LiveExperience[] {
  return experiencesOn(visit.page).filter(({ row }) =>
    rules.every((rule) => rule.passes(row, visit)),
  );
}

/** Most pages for which it is kept what may come there, and the longest address of such a page. */
const maxPages = 1_000;
const maxPageUrl = 2_000;

/**
 * The experiences that may come by themselves on a page, in their order. Many people are on one page, so what it
 * comes to is kept.
 */
export function createPageFilter(
  experiences: readonly LiveExperience[],
): (page: Page) => readonly LiveExperience[] {
  const known = new Map<string, readonly LiveExperience[]>();
  const find = (page: Page) =>
    experiences.filter(({ row }) => showOn.passes(row, { page }) && where.passes(row, { page }));
  return (page) => {
    if (page.url.length > maxPageUrl) return find(page);
    const key = `${page.device} ${page.url}`;
    const remembered = known.get(key);
    if (remembered !== undefined) return remembered;
    const found = find(page);
    if (known.size >= maxPages) known.clear();
    known.set(key, found);
    return found;
  };
}

/** Those that are asked for by their ids: they need only be live. */
export function findStarted(
  { experiences }: Pick<PreparedPlans, 'experiences'>,
  { trigger, url }: { trigger?: string | undefined; url: string },
): Chosen[] {
  const named = findNamed(url);
  if (trigger === undefined && named === null) return [];
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
