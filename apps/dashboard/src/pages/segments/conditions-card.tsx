import { measureTree } from '@muster/conditions';
import { useQuery } from '@tanstack/react-query';
import { Play } from 'lucide-react';
import { type Dispatch, useCallback, useMemo } from 'react';
import { useProject } from '../../api/current-project.ts';
import { breakdownQuery } from '../../api/insights-api.ts';
import { ConditionBuilder } from '../../builder/condition-builder.tsx';
import { Formula } from '../../builder/formula.tsx';
import { namesOf } from '../../builder/names-of.ts';
import type { BuilderAction } from '../../builder/state/builder-state.ts';
import { Button } from '../../ui/button.tsx';
import { Kbd } from '../../ui/kbd.tsx';
import { formatCount } from '../../ui/number-text.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { toCounts, useBuilderData } from '../builder-data.ts';
import { isApplied, type SegmentAction, type SegmentEditor } from './segment-editor.ts';
import '../audience.css';

interface ConditionsCardProps {
  editor: SegmentEditor;
  dispatch: Dispatch<SegmentAction>;
  /** Why Apply is not offered. */
  reason: string | undefined;
  onApply: () => void;
}

/** *Who is in it*: the conditions, the whole in words, and Apply. */
export function ConditionsCard({ editor, dispatch, reason, onApply }: ConditionsCardProps) {
  const { id: projectId, mayEdit, timeZone } = useProject();
  const data = useBuilderData();
  const { tree } = editor.builder;
  const { data: breakdown } = useQuery(breakdownQuery(projectId, editor.applied));
  const counts = useMemo(() => breakdown && toCounts(breakdown), [breakdown]);
  const build = useCallback(
    (action: BuilderAction) => dispatch({ type: 'build', action }),
    [dispatch],
  );
  return (
    <section className="card conditions-card" aria-label="Who is in it">
      <h2>
        Who is in it{' '}
        <span className="card-note">{formatCount(measureTree(tree).conditions, 'condition')}</span>
      </h2>
      {data ? (
        <ConditionBuilder
          state={editor.builder}
          dispatch={build}
          data={data}
          counts={isApplied(editor) ? counts : undefined}
          users={breakdown?.users}
          onApply={onApply}
          readOnly={!mayEdit}
          timeZone={timeZone}
        />
      ) : (
        <Skeleton lines={3} height={36} label="Loading what can be asked about" />
      )}
      <div className="conditions-foot">
        {data && <Formula tree={tree} names={namesOf(data.catalog)} />}
        {mayEdit && (
          <Button
            look="accent"
            icon={<Play size={13} fill="currentColor" aria-hidden="true" />}
            disabled={reason !== undefined}
            title={reason}
            onClick={onApply}
          >
            Apply to update the list <Kbd keys="Mod+Enter" />
          </Button>
        )}
      </div>
      {reason !== undefined && !isApplied(editor) && (
        <p className="conditions-reason" role="status">
          {reason}
        </p>
      )}
    </section>
  );
}
