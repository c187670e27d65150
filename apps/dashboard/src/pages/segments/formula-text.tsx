import { describeCondition, type Group, type Names, type TreeNode } from '@muster/conditions';
import { Fragment } from 'react';

/** The whole tree in words, as `describe` says it, with the connectors in their colours. */
export function FormulaText({ tree, names }: { tree: Group; names: Names }) {
  if (tree.children.length === 0) return <span className="quiet">Everyone, for now</span>;
  return (
    <span className="wrap-anywhere">
      <GroupText group={tree} names={names} />
    </span>
  );
}

function GroupText({ group, names }: { group: Group; names: Names }) {
  const isAll = group.match === 'all';
  return group.children.map((child, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a formula is text, drawn anew when it changes
    <Fragment key={index}>
      {index > 0 && (
        <span className={isAll ? 'word-and' : 'word-or'}>{isAll ? ' AND ' : ' OR '}</span>
      )}
      <NodeText node={child} names={names} isJoined={group.children.length > 1} />
    </Fragment>
  ));
}

function NodeText({ node, names, isJoined }: { node: TreeNode; names: Names; isJoined: boolean }) {
  if (node.type !== 'group') return describeCondition(node, names);
  if (node.children.length === 0) return '(empty group)';
  const text = <GroupText group={node} names={names} />;
  return isJoined && node.children.length > 1 ? <>({text})</> : text;
}
