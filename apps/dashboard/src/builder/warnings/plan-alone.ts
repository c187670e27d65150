import { type Clock, type Condition, type Plan, resolve } from '@muster/conditions';

/** The plan of one condition that names nothing else. */
export function planAlone(condition: Condition, clock: Clock): Plan {
  const tree = { type: 'group' as const, match: 'all' as const, children: [condition] };
  const nothing = { segments: new Map(), experiences: new Map(), imports: new Set<string>() };
  return resolve(tree, { ...clock, ...nothing });
}
