import type { Surroundings } from '../audience/read-question.ts';
import type { MembersDesk } from '../membership/follow-members.ts';
import type { SegmentAudiences } from './segment-audiences.ts';

/** What segments are resolved against, and by which definitions, of one snapshot. */
export interface DefinedSurroundings extends Pick<Surroundings, 'project' | 'resolver'> {
  /** See `readDefinitions`. */
  definitions: string;
}

/** How many users each of these segments has, in their order; one that cannot be evaluated has none. */
export type CountSegments = (
  surroundings: DefinedSurroundings,
  ids: readonly string[],
  signal: AbortSignal,
) => Promise<number[]>;

/**
 * Reads the counts that are kept, and asks the index for the others. Kept ones may be some milliseconds
 * newer than the question, never older, and are by the same definitions.
 */
export function createCountSegments(
  audiences: SegmentAudiences,
  members: Pick<MembersDesk, 'read'>,
): CountSegments {
  return async ({ project, resolver, definitions }, ids, signal) => {
    const live = await members.read(project);
    const kept = live?.definitions === definitions ? live.segments : undefined;
    const counts = ids.map((id) => kept?.get(id)?.count);
    const missing = [...counts.keys()].filter((i) => counts[i] === undefined);
    if (missing.length > 0) {
      const plans = missing.map((i) => resolver.resolveSegment(ids[i] ?? ''));
      const asked = await audiences.count(project, plans, signal);
      for (const [at, i] of missing.entries()) counts[i] = asked[at];
    }
    return counts.map((count) => count ?? 0);
  };
}
