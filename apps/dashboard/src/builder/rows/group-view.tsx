import { type Group, measureTree } from '@muster/conditions';
import { type CSSProperties, memo, useRef } from 'react';
import { useBuilder } from '../builder-context.ts';
import { AddMenu } from '../menu/add-menu.tsx';
import { usePlaceOf } from '../node-hosts.ts';
import type { KeyedGroup, KeyedNode } from '../state/keyed-node.ts';
import { useDrag, useDropAtEnd } from '../use-drag.ts';
import { Count, Warnings } from './condition-row.tsx';
import { GroupActions } from './group-actions.tsx';
import './group-view.css';

interface GroupViewProps {
  keyed: KeyedGroup;
  /** Joined by points. */
  path: string;
  isSelected: boolean;
  /** How many match it alone, and how many users there are. */
  count: number | undefined;
  users: number | undefined;
  /** Why it is not complete yet. */
  problem: string | undefined;
  /** What is odd about it, a sentence a line. */
  warning: string | undefined;
}

/**
 * A group with its connector, the places of its children and the place to add another. What stands in those
 * places is drawn by the builder, so that it can be moved to another group. Drawn again only when something
 * about it has changed.
 */
export const GroupView = memo(function GroupView(props: GroupViewProps) {
  const { keyed, path, isSelected, count, users, problem, warning } = props;
  const { readOnly } = useBuilder();
  const box = useRef<HTMLDivElement>(null);
  const handle = useRef<HTMLSpanElement>(null);
  const foot = useRef<HTMLDivElement>(null);
  const { key, node: group, children } = keyed;
  const isRoot = path === '';
  const dropAt = useDrag({ element: box, handle, nodeKey: key, isOff: readOnly || isRoot });
  const isDropEnd = useDropAtEnd({ element: foot, nodeKey: key, isOff: readOnly });
  const { conditions } = measureTree(group);
  const isEmpty = children.length === 0;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for a form to send
    <div
      ref={box}
      role="group"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the keys of a group act on what has the focus
      tabIndex={0}
      className={isRoot ? 'logic logic-root' : 'logic logic-nested'}
      aria-label={nameGroup(group, isRoot, isSelected)}
      data-match={group.match}
      data-node={key}
      data-selected={isSelected || undefined}
      data-drop={dropAt}
      data-empty={isEmpty || undefined}
      style={{ '--conditions': conditions } as CSSProperties}
    >
      {!isEmpty && <Connector group={group} path={path} />}
      {!readOnly && !(isRoot && isEmpty) && (
        <GroupActions group={group} path={path} conditions={conditions} handle={handle} />
      )}
      {!isEmpty && (
        // biome-ignore lint/a11y/noRedundantRoles: without bullets Safari takes it for no list
        <ul className="logic-list" role="list">
          {children.map((child) => (
            <Place key={child.key} of={child} />
          ))}
        </ul>
      )}
      <div ref={foot} className="logic-foot" data-drop={isDropEnd ? 'end' : undefined}>
        {!readOnly && <AddMenu path={path} group={toPath(path)} isFirst={isRoot && isEmpty} />}
        {problem !== undefined && !isRoot && <p className="row-problem">{problem}</p>}
        {warning !== undefined && <Warnings text={warning} />}
        {!isRoot && count !== undefined && <Count count={count} users={users} />}
      </div>
    </div>
  );
});

function Place({ of: { key, node } }: { of: KeyedNode }) {
  const { hosts } = useBuilder();
  const kind = node.type === 'group' ? 'logic-item logic-item-group' : 'logic-item';
  return <li ref={usePlaceOf(hosts, key)} className={kind} />;
}

function Connector({ group, path }: { group: Group; path: string }) {
  const { dispatch, readOnly } = useBuilder();
  const isAll = group.match === 'all';
  const count = group.children.length > 1 ? ` ${group.children.length}` : '';
  const meaning = isAll ? `All of these${count} must match.` : `Any of these${count} may match.`;
  return (
    <div className="logic-rail">
      <button
        type="button"
        className="pill"
        disabled={readOnly}
        // The word that is seen is part of the name, so that it can be said to it.
        aria-label={`${isAll ? 'AND' : 'OR'}: ${meaning} Switch to ${isAll ? 'OR' : 'AND'}`}
        title={meaning}
        onClick={() => dispatch({ type: 'toggle', path: toPath(path) })}
      >
        {isAll ? 'AND' : 'OR'}
      </button>
    </div>
  );
}

function nameGroup(group: Group, isRoot: boolean, isSelected: boolean): string {
  const { length } = group.children;
  const what = isRoot ? 'All conditions' : 'Group';
  const how = length === 0 ? 'empty' : `${group.match === 'all' ? 'all' : 'any'} of ${length}`;
  return `${what}: ${how}${isSelected ? ', selected' : ''}`;
}

function toPath(path: string): number[] {
  return path === '' ? [] : path.split('.').map(Number);
}
