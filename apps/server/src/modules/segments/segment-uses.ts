import { parseTree, references } from '@muster/conditions';
import type { UseBody } from '@muster/protocol';
import type { ExperienceRow } from '../../store/experiences.ts';
import type { SegmentRow } from '../../store/store.ts';
import { listSegmentIds } from '../experiences/experience-uses.ts';

/** What uses each segment, by its id; segments that nothing uses are absent. */
export type UsesById = ReadonlyMap<string, UseBody[]>;

/** Reads every tree once. One that no longer parses matches nobody, so it uses nothing. */
export function findUses(
  segments: readonly SegmentRow[],
  experiences: readonly ExperienceRow[],
): UsesById {
  const usesById = new Map<string, UseBody[]>();

  function addUses(user: UseBody, segmentIds: Iterable<string>): void {
    for (const segmentId of segmentIds) {
      const uses = usesById.get(segmentId) ?? [];
      uses.push(user);
      usesById.set(segmentId, uses);
    }
  }

  for (const { id, name, conditions } of segments) {
    const parsed = parseTree(conditions);
    if (!parsed.ok) continue;
    const used = references(parsed.value).segments.map(({ segmentId }) => segmentId);
    addUses({ type: 'segment', id, name }, used);
  }
  for (const experience of experiences) {
    const { id, name } = experience;
    addUses({ type: 'experience', id, name }, listSegmentIds(experience));
  }
  return usesById;
}

/** What depends on the meaning of this segment, directly or through other segments. */
export function findDependants(id: string, usesById: UsesById): UseBody[] {
  const found = new Map<string, UseBody>();
  const queue = [id];
  for (const next of queue) {
    for (const use of usesById.get(next) ?? []) {
      if (found.has(use.id)) continue;
      found.set(use.id, use);
      if (use.type === 'segment') queue.push(use.id);
    }
  }
  return [...found.values()];
}
