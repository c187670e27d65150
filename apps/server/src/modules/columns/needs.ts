import {
  type EventSource,
  eventKey,
  type Plan,
  type PlanNode,
  type RawSubject,
  rawSubjectOf,
} from '@muster/conditions';

/** An event and the properties of it that conditions look at. */
export interface NeededEvent {
  source: EventSource;
  name: string;
  keys: Set<string>;
}

/** What plans look at. */
export interface Needs {
  /** By key. */
  subjects: Map<string, RawSubject>;
  /** By `eventKey`. */
  events: Map<string, NeededEvent>;
}

export function needsOf(plans: readonly Plan[]): Needs {
  const needs: Needs = { subjects: new Map(), events: new Map() };
  const seen = new Set<PlanNode>();
  for (const plan of plans) if (plan.valid) addNeeds(plan.root, needs, seen);
  return needs;
}

function addNeeds(node: PlanNode, needs: Needs, seen: Set<PlanNode>): void {
  if (seen.has(node)) return;
  seen.add(node);
  switch (node.type) {
    case 'group':
      for (const child of node.children) addNeeds(child, needs, seen);
      return;
    case 'not':
      addNeeds(node.child, needs, seen);
      return;
    case 'event': {
      const { source, name, where } = node;
      const key = eventKey(source, name);
      const event = needs.events.get(key) ?? { source, name, keys: new Set() };
      needs.events.set(key, event);
      for (const filter of where) {
        const { subject } = filter.type === 'not' ? filter.child : filter;
        if (subject.type === 'property') event.keys.add(subject.key);
      }
      return;
    }
    default: {
      const subject = rawSubjectOf(node);
      needs.subjects.set(subject.key, subject);
    }
  }
}
