import type { Instant } from '@muster/conditions';
import type { KeptMembers } from './kept-members.ts';

/** The members of a project's segments, at an instant and with all that was written before the question. */
export interface LiveMembers {
  at: Instant;
  /** By which the segments are what they are, see `readDefinitions`. */
  definitions: string;
  /** By id; all there are. */
  segments: ReadonlyMap<string, LiveSegment>;
}

interface LiveSegment {
  /** False where it cannot be evaluated: then nobody is a member. */
  isValid: boolean;
  /** Absent where it is not known yet: the index has to be asked. */
  count?: number;
}

export function toLiveMembers({ membership, definitions, plans }: KeptMembers): LiveMembers {
  const segments = new Map<string, LiveSegment>();
  for (const [id, { valid: isValid }] of plans) {
    const count = membership.count(id);
    segments.set(id, count === undefined ? { isValid } : { isValid, count });
  }
  return { at: membership.now, definitions, segments };
}
