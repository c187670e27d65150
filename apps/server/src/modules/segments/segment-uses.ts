import { parseTree, references } from '@muster/conditions';
import type { UseBody } from '@muster/protocol';
import type { SegmentRow } from '../../store/store.ts';

/** What uses each segment, by its id; segments that nothing uses are absent. */
export type UsesById = ReadonlyMap<string, UseBody[]>;

/** Reads every tree once. One that no longer parses matches nobody, so it uses nothing. */
export function findUses(segments: readonly SegmentRow[]): UsesById {
  const usesById = new Map<string, UseBody[]>();
  for (const { id, name, conditions } of segments) {
    const parsed = parseTree(conditions);
    if (!parsed.ok) continue;
    for (const { segmentId } of references(parsed.value).segments) {
      const uses = usesById.get(segmentId) ?? [];
      uses.push({ type: 'segment', id, name });
      usesById.set(segmentId, uses);
    }
  }
  return usesById;
}

/** Ids of the segments whose meaning depends on this one, directly or through others. */
export function findDependants(id: string, usesById: UsesById): Set<string> {
  const found = new Set<string>();
  const queue = [id];
  for (const next of queue) {
    for (const use of usesById.get(next) ?? []) {
      if (found.has(use.id)) continue;
      found.add(use.id);
      queue.push(use.id);
    }
  }
  return found;
}
