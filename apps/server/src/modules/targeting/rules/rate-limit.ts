import type { Rule, Visit } from '../visit.ts';
import { isImposing } from '../visit.ts';

const hourMs = 60 * 60 * 1000;

/** So many experiences that come by themselves in so many hours. */
export const rateLimit: Rule = {
  passes: ({ type, target }, visit) =>
    !isImposing(type) || target.when.ignoresRateLimit || findFreeAt(visit) <= visit.now,
  explain({ type, target }, visit) {
    const { now, rateLimit: limit, seenLately } = visit;
    const value = { limit, seen: seenLately.map((at) => new Date(at).toISOString()).slice(0, 10) };
    if (!isImposing(type))
      return { reason: 'It waits to be opened, so no limit holds it back.', value };
    if (limit === null) return { reason: 'The project has no limit.', value };
    if (target.when.ignoresRateLimit) return { reason: 'It is not held back by the limit.', value };
    const words = `${limit.count} in ${limit.hours} hours`;
    const freeAt = findFreeAt(visit);
    if (freeAt <= now) return { reason: `Fewer than ${words} were seen.`, value };
    const until = new Date(freeAt).toISOString();
    return { reason: `${words} were seen: the next may be shown at ${until}.`, value };
  },
};

/** When the one that fills the limit leaves it. */
function findFreeAt({ rateLimit: limit, seenLately }: Visit): number {
  const filling = limit === null ? undefined : seenLately[limit.count - 1];
  if (limit === null || filling === undefined) return Number.NEGATIVE_INFINITY;
  return filling + limit.hours * hourMs;
}
