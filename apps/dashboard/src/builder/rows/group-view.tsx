import { type Group, measureTree, type TreeNode } from '@muster/conditions';
import { useRef } from 'react';
import { useBuilder } from '../builder-context.ts';
import { AddMenu } from '../menu/add-menu.tsx';
import { usePlaceOf } from '../row-hosts.ts';
import type { KeyedNode } from '../state/keyed-node.ts';
import { useDrag, useDropAtEnd } from '../use-drag.ts';
import { joinPath } from '../warnings/visit-conditions.ts';
import { Count, Warnings } from './condition-row.tsx';
import { GroupActions } from './group-actions.tsx';
import './group-view.css';

/** What is shown about the nodes of a tree: by path joined by points, or by the node itself. */
export interface TreeView {
  selected: ReadonlySet<string>;
  counts: ReadonlyMap<string, number> | undefined;
  users: number | undefined;
  problems: ReadonlyMap<string, string>;
  warnings: ReadonlyMap<TreeNode, string>;
}

interface GroupViewProps {
  keyed: KeyedNode;
  path: string;
  view: TreeView;
}

/**
 * A group with its connector, its children and the place to add another. Of conditions it has the places
 * only: what stands there is drawn by the builder, so that it can be moved to another group.
 */
export function GroupView({ keyed, path, view }: GroupViewProps) {
  const { readOnly } = useBuilder();
  const box = useRef<HTMLDivElement>(null);
  const handle = useRef<HTMLSpanElement>(null);
  const foot = useRef<HTMLDivElement>(null);
  const { key, children } = keyed;
  const group = keyed.node as Group;
  const isRoot = path === '';
  const isSelected = view.selected.has(key);
  const dropAt = useDrag({ element: box, handle, nodeKey: key, isOff: readOnly || isRoot });
  const isDropEnd = useDropAtEnd({ element: foot, nodeKey: key, isOff: readOnly });
  const { conditions } = measureTree(group);
  const isEmpty = children.length === 0;
  const problem = view.problems.get(path);
  const warning = view.warnings.get(group);
  const count = isRoot ? undefined : view.counts?.get(path);
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
    >
      {!isEmpty && <Connector group={group} path={path} />}
      {!readOnly && !(isRoot && isEmpty) && (
        <GroupActions group={group} path={path} conditions={conditions} handle={handle} />
      )}
      {!isEmpty && (
        // biome-ignore lint/a11y/noRedundantRoles: without bullets Safari takes it for no list
        <ul className="logic-list" role="list">
          {children.map((child, index) =>
            child.node.type === 'group' ? (
              <li key={child.key} className="logic-item logic-item-group">
                <GroupView keyed={child} path={joinPath(path, index)} view={view} />
              </li>
            ) : (
              <RowPlace key={child.key} rowKey={child.key} />
            ),
          )}
        </ul>
      )}
      <div ref={foot} className="logic-foot" data-drop={isDropEnd ? 'end' : undefined}>
        {!readOnly && <AddMenu path={path} group={toPath(path)} isFirst={isRoot && isEmpty} />}
        {problem !== undefined && !isRoot && <p className="row-problem">{problem}</p>}
        {warning !== undefined && <Warnings text={warning} />}
        {count !== undefined && <Count count={count} users={view.users} />}
      </div>
    </div>
  );
}

function RowPlace({ rowKey }: { rowKey: string }) {
  const { hosts } = useBuilder();
  return <li ref={usePlaceOf(hosts, rowKey)} className="logic-item" />;
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
