import { createResolver } from '@muster/conditions';
import type { WhoBody } from '@muster/protocol';
import { HttpProblem } from '../../http/problem.ts';
import type { ExperienceContent, ExperienceRow } from '../../store/experiences.ts';
import type { SegmentRow, SettledUse, WriteTransaction } from '../../store/store.ts';
import { type NamedByConditions, toExistingIds } from '../experiences/existing-ids.ts';
import { listSegmentIds, segmentIdsOf } from '../experiences/experience-uses.ts';
import { type Signature, saveChange } from '../experiences/save-change.ts';
import { resolveWhos } from '../experiences/who-plans.ts';
import { whyNotLive } from '../experiences/why-not-live.ts';

/** What becomes of an experience that uses a segment which is deleted. */
export type UseWish = 'pause' | 'everyone';

/** What becomes of all of them. */
export interface UsesWish {
  /** Of each that is not named below; absent: then all must be. */
  others?: UseWish | undefined;
  /** Ids of experiences. */
  pause: readonly string[];
  everyone: readonly string[];
}

/**
 * What becomes of each experience that uses the segment, by its id; `undefined` while that is not said of
 * all. Throws a 422 when one is named twice, or does not use the segment.
 */
export function readUsesWish(
  wish: UsesWish,
  usedBy: readonly { id: string }[],
): ReadonlyMap<string, UseWish> | undefined {
  const ids = new Set(usedBy.map(({ id }) => id));
  const wishes = new Map<string, UseWish>();
  for (const use of ['pause', 'everyone'] as const) {
    for (const id of wish[use]) {
      if (wishes.has(id)) throw refuseNamed(use, id, 'is named twice', 'named_twice');
      if (!ids.has(id)) throw refuseNamed(use, id, 'does not use the segment', 'no_use');
      wishes.set(id, use);
    }
  }
  for (const id of ids) {
    const use = wishes.get(id) ?? wish.others;
    if (use === undefined) return undefined;
    wishes.set(id, use);
  }
  return wishes;
}

function refuseNamed(path: string, id: string, fault: string, code: string): HttpProblem {
  const message = `The experience ${JSON.stringify(id)} ${fault}.`;
  return new HttpProblem(422, 'invalid_uses', message, { errors: [{ path, message, code }] });
}

/**
 * Pauses each live experience that names the segment, or sets each Who of it that does to everyone, as
 * `wishes` say. What is not live keeps the reference by `pause`: it matches nobody and cannot be made live.
 * Returns what was changed.
 */
export async function settleUses(
  tx: WriteTransaction,
  experiences: readonly ExperienceRow[],
  segmentId: string,
  wishes: ReadonlyMap<string, UseWish>,
  signature: Signature,
): Promise<SettledUse[]> {
  const settled: SettledUse[] = [];
  for (const row of experiences) {
    if (!listSegmentIds(row).has(segmentId)) continue;
    const change = wishes.get(row.id) === 'everyone' ? openTo(row, segmentId) : pause(row);
    const { version } = await saveChange(tx, row, change, signature);
    if (version !== row.version) settled.push({ experienceId: row.id, version });
  }
  return settled;
}

function pause(row: ExperienceRow): Partial<ExperienceContent> {
  return row.status === 'live' ? { status: 'paused' } : {};
}

function openTo({ target, steps }: ExperienceRow, segmentId: string): Partial<ExperienceContent> {
  const open = (who: WhoBody): WhoBody =>
    segmentIdsOf(who).includes(segmentId) ? { type: 'everyone' } : who;
  return {
    target: { ...target, who: open(target.who) },
    steps: steps.map((step) => (step.who ? { ...step, who: open(step.who) } : step)),
  };
}

/** What the segments of a transaction are once the deleted one is back. */
export interface RevivedSurroundings extends NamedByConditions {
  segments: readonly SegmentRow[];
  timeZone: string;
  now: number;
}

/**
 * Makes undone what `settleUses` did to each experience that nobody has changed since. What could not be
 * made live now, since something else has gone, stays as it is.
 */
export async function unsettleUses(
  tx: WriteTransaction,
  settled: readonly SettledUse[],
  { segments, experiences, imports, ...clock }: RevivedSurroundings,
  signature: Signature,
): Promise<void> {
  const segmentsById = new Map(segments.map((segment) => [segment.id, segment]));
  const resolver = createResolver({
    ...{ ...clock, segments: segmentsById },
    ...toExistingIds({ experiences, imports }),
  });
  for (const { experienceId, version } of settled) {
    const row = experiences.find(({ id }) => id === experienceId);
    if (row?.version !== version) continue;
    const versions = await tx.experienceVersions(row.project, experienceId);
    const before = versions.find((each) => each.version === version - 1);
    if (before === undefined) continue;
    const { status, steps, target } = before;
    const isSound =
      resolveWhos(before, resolver).every(({ plan }) => plan.valid) &&
      whyNotLive(row.type, steps).length === 0;
    if (status === 'live' && !isSound) continue;
    await saveChange(tx, row, { status, steps, target }, signature);
  }
}
