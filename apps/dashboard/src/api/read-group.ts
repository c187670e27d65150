import type { Group } from '@muster/conditions';

/** A tree of conditions as an address has it: that it looks like one. The server judges the rest. */
export function readGroup(value: unknown): Group | undefined {
  const isGroup =
    typeof value === 'object' &&
    value !== null &&
    'type' in value &&
    value.type === 'group' &&
    'children' in value &&
    Array.isArray(value.children);
  return isGroup ? (value as Group) : undefined;
}
