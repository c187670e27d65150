import type { Evidence, ExplainedNode, Instant } from '@muster/conditions';

/** An instant as the API writes it; `null` for one that no calendar of ours reaches. */
export function formatInstant(instant: Instant | null): string | null {
  if (instant === null || Math.abs(instant) > maxInstant) return null;
  return new Date(instant).toISOString();
}

/** What a Date can hold; hundreds of thousands of years away. */
const maxInstant = 8.64e15;

/** An explanation as the API shows it: instants as text, everything else as it is. */
export function toWhyBody(node: ExplainedNode): unknown {
  if (node.type === 'group') return { ...node, children: node.children.map(toWhyBody) };
  return { ...node, evidence: toEvidenceBody(node.evidence) };
}

function toEvidenceBody(evidence: Evidence): unknown {
  switch (evidence.type) {
    case 'value':
      if (evidence.instant === undefined) return evidence;
      return { ...evidence, instant: formatInstant(evidence.instant) };
    case 'events':
      return { ...evidence, newest: evidence.newest.map(formatInstant) };
    case 'segment':
      return { ...evidence, group: toWhyBody(evidence.group) };
    case 'membership':
      return evidence;
  }
}
