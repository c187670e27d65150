import type { Group } from '@muster/conditions';
import { Link } from '@tanstack/react-router';
import { Play, SlidersHorizontal, X } from 'lucide-react';
import { useEffect, useReducer, useRef } from 'react';
import { useProject } from '../../api/current-project.ts';
import { everyone } from '../../api/search-users.ts';
import { ConditionBuilder } from '../../builder/condition-builder.tsx';
import { findDraftProblems } from '../../builder/draft-problems.ts';
import { Formula } from '../../builder/formula.tsx';
import { HistoryButtons } from '../../builder/history-buttons.tsx';
import { namesOf } from '../../builder/names-of.ts';
import {
  type BuilderState,
  isSameTree,
  reduceBuilder,
  startBuilder,
} from '../../builder/state/builder-state.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Kbd } from '../../ui/kbd.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useBuilderData } from '../builder-data.ts';

interface FilterPanelProps {
  /** What it is for, as its head says while it is open. */
  title?: string;
  /** The filter as it is applied: what the address says. */
  filter: Group;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  onApply: (filter: Group) => void;
  /** What was not applied when it was last looked at. */
  draft?: BuilderState | undefined;
  /** Told what is not applied whenever that changes; nothing when all is. */
  onDraft?: ((draft: BuilderState | undefined) => void) | undefined;
}

/** The filter of the list: closed, in words; open, the condition builder over a draft of it. */
export function FilterPanel({
  title = 'Show users who match',
  filter,
  isOpen,
  onOpenChange,
  onApply,
  draft,
  onDraft,
}: FilterPanelProps) {
  const { mayEdit, id: projectId, timeZone } = useProject();
  const data = useBuilderData();
  const [state, dispatch] = useReducer(
    reduceBuilder,
    filter,
    (tree) => draft ?? startBuilder(tree),
  );
  const applied = useRef(filter);
  // Back, forward, or another link: the draft follows the address, as a step that can be undone.
  useEffect(() => {
    if (isSameTree(applied.current, filter)) return;
    applied.current = filter;
    dispatch({ type: 'load', tree: filter });
  }, [filter]);
  const { tree } = state;
  const isApplied = isSameTree(tree, filter);
  // biome-ignore lint/correctness/useExhaustiveDependencies: who is told may be another function each time
  useEffect(() => onDraft?.(isApplied ? undefined : state), [state, isApplied]);
  const problem = findDraftProblems(tree)[0]?.message;
  const apply = () => {
    if (isApplied || problem !== undefined) return;
    applied.current = tree;
    onApply(tree);
  };
  const clear = () => {
    applied.current = everyone;
    dispatch({ type: 'load', tree: everyone });
    onApply(everyone);
    // It may be gone with the next rendering, before it could tell.
    onDraft?.(undefined);
    onOpenChange(false);
  };
  if (!isOpen) {
    return (
      <section className="card filter-closed" aria-label="Filter">
        {data ? <Formula tree={filter} names={namesOf(data.catalog)} /> : <Skeleton />}
        <Button
          look="quiet"
          icon={<SlidersHorizontal size={14} aria-hidden="true" />}
          onClick={() => onOpenChange(true)}
        >
          Edit
        </Button>
        <IconButton label="Clear the filter" onClick={clear}>
          <X size={15} />
        </IconButton>
      </section>
    );
  }
  return (
    <section className="card filter-open" aria-label="Filter">
      <div className="card-head">
        <h2>{title}</h2>
        <div className="page-actions">
          <HistoryButtons state={state} dispatch={dispatch} />
          <IconButton label="Close the filter" onClick={() => onOpenChange(false)}>
            <X size={15} />
          </IconButton>
        </div>
      </div>
      {data ? (
        <ConditionBuilder
          state={state}
          dispatch={dispatch}
          data={data}
          nativeLabel="Properties"
          onApply={apply}
          timeZone={timeZone}
        />
      ) : (
        <Skeleton lines={2} height={36} label="Loading what can be asked about" />
      )}
      <div className="filter-foot">
        {problem !== undefined && !isApplied && <p className="filter-problem">{problem}</p>}
        {filter.children.length > 0 && <Button onClick={clear}>Clear</Button>}
        {mayEdit && filter.children.length > 0 && isApplied && (
          <Link
            to="/p/$projectId/segments/new"
            params={{ projectId }}
            search={{ conditions: filter }}
            className="button button-plain"
          >
            Save as segment
          </Link>
        )}
        <Button
          look="accent"
          icon={<Play size={13} fill="currentColor" aria-hidden="true" />}
          disabled={isApplied || problem !== undefined}
          onClick={apply}
        >
          Apply <Kbd keys="Mod+Enter" />
        </Button>
      </div>
    </section>
  );
}
