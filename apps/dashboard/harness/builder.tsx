// A page with nothing but the builder on it, for its tests in a browser and for looking at it. What it
// shows stands behind the # of its address, since a tree can be longer than a server takes:
//   tree=<JSON>  what to begin with           theme=dark
//   counts=      with a number at each node   label=Properties   readonly=
import '@fontsource-variable/inter/index.css';
import '@fontsource-variable/jetbrains-mono/index.css';
import '../src/styles/base.css';
import './harness.css';
import { type Group, measureTree, type TreeNode } from '@muster/conditions';
import { StrictMode, useMemo, useReducer, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { ConditionBuilder } from '../src/builder/condition-builder.tsx';
import { findDraftProblems } from '../src/builder/draft-problems.ts';
import { Formula } from '../src/builder/formula.tsx';
import { HistoryButtons } from '../src/builder/history-buttons.tsx';
import { namesOf } from '../src/builder/names-of.ts';
import { isSameTree, reduceBuilder, startBuilder } from '../src/builder/state/builder-state.ts';
import { Button } from '../src/ui/button.tsx';
import { sampleData } from './sample-data.ts';

const options = new URLSearchParams(location.hash.slice(1));
document.documentElement.dataset.theme = options.get('theme') ?? 'light';
const empty: Group = { type: 'group', match: 'all', children: [] };
const given: Group = JSON.parse(options.get('tree') ?? JSON.stringify(empty));

function Harness() {
  const [state, dispatch] = useReducer(reduceBuilder, given, startBuilder);
  const [applied, setApplied] = useState(given);
  const problems = findDraftProblems(state.tree);
  const isDirty = !isSameTree(state.tree, applied);
  const counts = useMemo(() => countAll(state.tree), [state.tree]);
  const apply = () => {
    if (problems.length === 0) setApplied(state.tree);
  };
  return (
    <div className="harness">
      <div className="harness-head">
        <h1>Who is in it</h1>
        <span>{measureTree(state.tree).conditions} conditions</span>
        <HistoryButtons state={state} dispatch={dispatch} />
      </div>
      <ConditionBuilder
        state={state}
        dispatch={dispatch}
        data={sampleData}
        counts={options.has('counts') ? counts : undefined}
        users={18_942}
        nativeLabel={options.get('label') ?? undefined}
        readOnly={options.has('readonly')}
        onApply={apply}
        timeZone="Europe/Paris"
      />
      <div className="harness-foot">
        <Formula tree={state.tree} names={namesOf(sampleData.catalog)} />
        <Button
          look="accent"
          disabled={!isDirty || problems.length > 0}
          title={problems[0]?.message}
          onClick={apply}
        >
          Apply
        </Button>
      </div>
      <output id="applied">{JSON.stringify(applied)}</output>
      <output id="tree">{JSON.stringify(state.tree)}</output>
    </div>
  );
}

/** Some number for each node, always the same. */
function countAll(tree: Group): Map<string, number> {
  const counts = new Map<string, number>();
  const visit = (node: TreeNode, path: string) => {
    counts.set(path, (JSON.stringify(node).length * 7919) % 18_942);
    if (node.type !== 'group') return;
    for (const [i, child] of node.children.entries()) visit(child, path ? `${path}.${i}` : `${i}`);
  };
  visit(tree, '');
  return counts;
}

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root.');
createRoot(root).render(
  <StrictMode>
    <Harness />
  </StrictMode>,
);
