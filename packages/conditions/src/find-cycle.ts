import { parseTree } from './parse-tree.ts';
import { references } from './references.ts';
import type { SavedSegment } from './resolve.ts';
import type { Group } from './tree.ts';

/** One segment of a cycle; the last equals the first. */
export interface CycleStep {
  id: string;
  name: string;
}

/**
 * The shortest cycle that saving `tree` as the segment `id` would make, from that segment back to it,
 * or undefined when it makes none. `name` is what the segment is called; it need not exist yet.
 */
export function findCycle(
  { id, name }: CycleStep,
  tree: Group,
  segments: ReadonlyMap<string, SavedSegment>,
): CycleStep[] | undefined {
  const start: Visit = { step: { id, name } };
  const seen = new Set<string>();
  // Breadth first and without recursion: a chain of saved segments may be of any length.
  const queue = segmentIdsOf(tree).map((used) => ({ used, by: start }));
  for (const { used, by } of queue) {
    if (used === id) return [...wayTo(by), { id, name }];
    const segment = segments.get(used);
    if (segment === undefined || seen.has(used)) continue;
    seen.add(used);
    const parsed = parseTree(segment.conditions);
    const visit: Visit = { step: { id: used, name: segment.name }, by };
    if (parsed.ok)
      queue.push(...segmentIdsOf(parsed.value).map((next) => ({ used: next, by: visit })));
  }
  return undefined;
}

interface Visit {
  step: CycleStep;
  by?: Visit;
}

function wayTo(visit: Visit): CycleStep[] {
  const steps: CycleStep[] = [];
  for (let at: Visit | undefined = visit; at !== undefined; at = at.by) steps.push(at.step);
  return steps.reverse();
}

function segmentIdsOf(tree: Group): string[] {
  return references(tree).segments.map(({ segmentId }) => segmentId);
}
