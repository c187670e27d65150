import type { WhoBody } from '@muster/protocol';
import type { ExperienceContent, ExperienceRow } from '../../store/experiences.ts';
import type { WriteTransaction } from '../../store/store.ts';
import { segmentIdsOf } from '../experiences/experience-uses.ts';
import { saveChange } from '../experiences/save-change.ts';
import { listWhos } from '../experiences/who-plans.ts';

/** What becomes of the experiences that use a segment which is deleted. */
export type UsesWish = 'pause' | 'everyone';

interface Settlement {
  segmentId: string;
  uses: UsesWish;
  by: string;
  at: number;
}

/**
 * Pauses each live experience that names the segment, or sets each Who that does to everyone. What
 * is not live keeps the reference by `pause`: it matches nobody and cannot be made live.
 */
export async function settleUses(
  tx: WriteTransaction,
  experiences: readonly ExperienceRow[],
  { segmentId, uses, by, at }: Settlement,
): Promise<void> {
  const names = (who: WhoBody) => segmentIdsOf(who).includes(segmentId);
  for (const row of experiences) {
    if (!listWhos(row).some(({ who }) => names(who))) continue;
    const settled = uses === 'everyone' ? openTo(row, names) : pause(row);
    await saveChange(tx, row, settled, { by, at });
  }
}

function pause(row: ExperienceRow): Partial<ExperienceContent> {
  return row.status === 'live' ? { status: 'paused' } : {};
}

function openTo(
  { target, steps }: ExperienceRow,
  isNarrowed: (who: WhoBody) => boolean,
): Partial<ExperienceContent> {
  const open = (who: WhoBody): WhoBody => (isNarrowed(who) ? { type: 'everyone' } : who);
  return {
    target: { ...target, who: open(target.who) },
    steps: steps.map((step) => (step.who ? { ...step, who: open(step.who) } : step)),
  };
}
