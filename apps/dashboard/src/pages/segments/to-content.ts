import { parseTree } from '@muster/conditions';
import type { SegmentBody } from '@muster/protocol';
import type { SegmentContent } from './segment-editor.ts';

/** What of a stored segment can be edited; undefined when its conditions are not a tree any more. */
export function toContent(segment: SegmentBody): SegmentContent | undefined {
  const parsed = parseTree(segment.conditions);
  if (!parsed.ok) return undefined;
  const { name, description, badge } = segment;
  return { name, description, badge, conditions: parsed.value };
}
