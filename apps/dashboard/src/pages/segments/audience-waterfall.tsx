import { describeCondition, findNode, type Group, type Names } from '@muster/conditions';
import type { Breakdown } from '../../api/insights-api.ts';
import { formatNumber } from '../../ui/number-text.tsx';
import '../audience.css';

/** How the audience comes about: after each part of the root, who is left (or, with OR, reached). */
export function AudienceWaterfall({
  breakdown,
  tree,
  names,
}: {
  breakdown: Breakdown;
  tree: Group;
  names: Names;
}) {
  const parts = breakdown.nodes.filter(({ path }) => path.length === 1);
  if (parts.length < 2) return null;
  return (
    <ol className="waterfall" aria-label="Step by step">
      {parts.map(({ path, running }) => (
        <li key={path.join('.')} className="waterfall-step">
          <span className="truncate" dir="auto">
            {describePart(tree, path, names)}
          </span>
          <span>{formatNumber(running)}</span>
          <span
            className="waterfall-bar"
            style={{ '--share': running / Math.max(1, breakdown.users) } as React.CSSProperties}
            aria-hidden="true"
          />
        </li>
      ))}
    </ol>
  );
}

function describePart(tree: Group, path: readonly number[], names: Names): string {
  const node = findNode(tree, path);
  if (node === undefined) return '';
  if (node.type !== 'group') return describeCondition(node, names);
  return `${node.match === 'all' ? 'all' : 'any'} of ${node.children.length} conditions`;
}
