import { type Condition, categoryOf, describeCondition } from '@muster/conditions';
import { TriangleAlert, X } from 'lucide-react';
import { memo, useRef } from 'react';
import { findCategoryIcon } from '../../ui/category-icons.ts';
import { formatNumber } from '../../ui/number-text.tsx';
import { Tile } from '../../ui/tile.tsx';
import { useBuilder } from '../builder-context.ts';
import { useDrag } from '../use-drag.ts';
import { ConditionFields } from './condition-fields.tsx';
import './condition-row.css';

interface ConditionRowProps {
  nodeKey: string;
  condition: Condition;
  isSelected: boolean;
  /** How many match it alone, and how many users there are. */
  count: number | undefined;
  users: number | undefined;
  /** Why it is not complete yet. */
  problem: string | undefined;
  /** What is odd about it, a sentence a line. */
  warning: string | undefined;
}

/** One condition of the tree. Drawn again only when something about it has changed. */
export const ConditionRow = memo(function ConditionRow(props: ConditionRowProps) {
  const { nodeKey, condition, isSelected, count, users, problem, warning } = props;
  const { dispatch, find, names, readOnly } = useBuilder();
  const row = useRef<HTMLDivElement>(null);
  const handle = useRef<HTMLSpanElement>(null);
  const dropAt = useDrag({ element: row, handle, nodeKey, isOff: readOnly });
  const change = (changed: Condition, typing?: boolean) => {
    const at = find(nodeKey);
    if (!at) return;
    dispatch({
      type: 'replace',
      path: at.path,
      condition: changed,
      ...(typing && { typing }),
    });
  };
  const remove = () => {
    const at = find(nodeKey);
    if (at) dispatch({ type: 'remove', path: at.path });
  };
  const words = describeCondition(condition, names);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for a form to send
    <div
      ref={row}
      role="group"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the keys of a row act on what has the focus
      tabIndex={0}
      className="row"
      aria-label={isSelected ? `${words}, selected` : words}
      data-node={nodeKey}
      data-selected={isSelected || undefined}
      data-drop={dropAt}
    >
      <span ref={handle} className="row-handle" title={readOnly ? undefined : 'Drag to move'}>
        <CategoryTile condition={condition} />
      </span>
      <div className="row-fields">
        <ConditionFields condition={condition} onChange={change} />
        {problem !== undefined && <p className="row-problem">{problem}</p>}
        {problem === undefined && warning !== undefined && <Warnings text={warning} />}
      </div>
      {count !== undefined && <Count count={count} users={users} />}
      {!readOnly && (
        <button
          type="button"
          className="icon-button row-remove"
          title="Remove"
          aria-label={`Remove: ${words}`}
          onClick={remove}
        >
          <X size={16} aria-hidden="true" />
        </button>
      )}
    </div>
  );
});

function CategoryTile({ condition }: { condition: Condition }) {
  const { hue, icon } = categoryOf(condition);
  const Icon = findCategoryIcon(icon);
  return (
    <Tile hue={hue} size={28}>
      <Icon />
    </Tile>
  );
}

/** Quiet sentences about what is odd, one a line. */
export function Warnings({ text }: { text: string }) {
  return text.split('\n').map((line) => (
    <p key={line} className="row-warning">
      <TriangleAlert size={13} aria-hidden="true" />
      <span>{line}</span>
    </p>
  ));
}

/** How many match, as a number and as a bar among all users. */
export function Count({ count, users }: { count: number; users: number | undefined }) {
  return (
    <span className="row-count" title={`${formatNumber(count)} users match this alone`}>
      {users !== undefined && users > 0 && (
        <span className="row-bar" aria-hidden="true">
          <span style={{ scale: `${shareOfBar(count, users)} 1` }} />
        </span>
      )}
      <span className="row-number">{formatNumber(count)}</span>
      <span className="visually-hidden">match this alone</span>
    </span>
  );
}

/** Whoever there is can be seen: a pixel of the 28 at least. */
function shareOfBar(count: number, users: number): number {
  return count === 0 ? 0 : Math.min(1, Math.max(1 / 28, count / users));
}
