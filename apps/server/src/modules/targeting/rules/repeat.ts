import type { Instant } from '@muster/conditions';
import type { ExperienceRow } from '../../../store/experiences.ts';
import type { ProfileDocument } from '../../profiles/profile-document.ts';
import type { Rule } from '../visit.ts';

const dayMs = 24 * 60 * 60 * 1000;

/**
 * Once, always, or again some days after. Posts and resource centers are there to be opened at any time; a
 * checklist stays until it is completed or dismissed.
 */
export const repeat: Rule = {
  passes: (experience, { now, person }) => now >= findNext(experience, person),
  explain(experience, { now, person }) {
    const last = findLast(experience, person);
    const next = findNext(experience, person);
    const value = { last: formatAt(last), next: formatAt(next) };
    if (last === undefined) return { reason: 'Nothing keeps it from being shown again.', value };
    if (next === Number.POSITIVE_INFINITY) {
      return { reason: `It is shown once, and was at ${formatAt(last)}.`, value };
    }
    if (now < next) return { reason: `It is shown again from ${formatAt(next)} on.`, value };
    return { reason: `It may be shown again since ${formatAt(next)}.`, value };
  },
};

/** When it was last over for this person. */
function findLast({ id, type }: ExperienceRow, person: ProfileDocument): Instant | undefined {
  const interaction = person.interactions.get(id);
  if (interaction === undefined || type === 'post' || type === 'resourceCenter') return undefined;
  if (type !== 'checklist') return interaction.seen;
  const { completed, dismissed } = interaction;
  if (completed === undefined || dismissed === undefined) return completed ?? dismissed;
  return Math.max(completed, dismissed);
}

/** From when on it may be shown. */
function findNext(experience: ExperienceRow, person: ProfileDocument): Instant {
  const last = findLast(experience, person);
  if (last === undefined) return Number.NEGATIVE_INFINITY;
  const { repeat: wish } = experience.target.when;
  if (wish.type === 'always') return last;
  return wish.type === 'once' ? Number.POSITIVE_INFINITY : last + wish.days * dayMs;
}

function formatAt(at: Instant | undefined): string | null {
  return at === undefined || !Number.isFinite(at) ? null : new Date(at).toISOString();
}
