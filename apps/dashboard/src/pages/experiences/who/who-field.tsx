import { measureTree } from '@muster/conditions';
import { useQuery } from '@tanstack/react-query';
import { Play, Users, UsersRound } from 'lucide-react';
import { type Dispatch, useCallback, useMemo } from 'react';
import { useProject } from '../../../api/current-project.ts';
import { breakdownQuery } from '../../../api/insights-api.ts';
import { ConditionBuilder } from '../../../builder/condition-builder.tsx';
import { Formula } from '../../../builder/formula.tsx';
import { HistoryButtons } from '../../../builder/history-buttons.tsx';
import { namesOf } from '../../../builder/names-of.ts';
import type { BuilderAction } from '../../../builder/state/builder-state.ts';
import { Button } from '../../../ui/button.tsx';
import { Kbd } from '../../../ui/kbd.tsx';
import { formatCount } from '../../../ui/number-text.tsx';
import { RadioGroup } from '../../../ui/radio-group.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { toCounts, useBuilderData } from '../../builder-data.ts';
import { SegmentChoice } from './segment-choice.tsx';
import {
  isWhoApplied,
  toTree,
  type WhoAction,
  type WhoEditor,
  whyNotApplied,
} from './who-editor.ts';
import { WhoNobody } from './who-nobody.tsx';
import './who.css';
import '../../audience.css';

interface WhoFieldProps {
  editor: WhoEditor;
  dispatch: Dispatch<WhoAction>;
  /** What is shown to them: `this survey`, `this block`. */
  what: string;
  readOnly: boolean;
  /** It is shown to whoever asks for it, whatever its Who is. */
  isIgnored?: boolean;
}

/** *Who*: all people, users of saved segments, or users who meet conditions, and Apply. */
export function WhoField({ editor, dispatch, what, readOnly, isIgnored }: WhoFieldProps) {
  const isEveryone = editor.type === 'everyone';
  return (
    <div className="who">
      <RadioGroup
        label={`Who sees ${what}`}
        disabled={readOnly}
        value={isEveryone ? 'everyone' : 'specific'}
        onChange={(chosen) =>
          dispatch({
            type: 'choose',
            who: chosen === 'everyone' ? 'everyone' : specificType(editor),
          })
        }
        options={[
          {
            value: 'everyone',
            label: 'All people',
            note: 'Known or anonymous, everyone on your pages.',
            icon: <UsersRound size={16} aria-hidden="true" />,
          },
          {
            value: 'specific',
            label: 'Specific users',
            note: 'Users of saved segments, or who meet conditions.',
            icon: <Users size={16} aria-hidden="true" />,
          },
        ]}
      />
      {!isEveryone && (
        <>
          <RadioGroup
            label="Specific users by"
            look="bar"
            disabled={readOnly}
            value={editor.type}
            onChange={(who) => dispatch({ type: 'choose', who })}
            options={[
              { value: 'segments', label: 'Saved segments' },
              { value: 'conditions', label: 'Conditions' },
            ]}
          />
          {editor.type === 'segments' ? (
            <>
              <SegmentChoice
                segmentIds={editor.segmentIds}
                readOnly={readOnly}
                onChange={(segmentIds) => dispatch({ type: 'segments', segmentIds })}
              />
              <WhyNotApplied editor={editor} />
            </>
          ) : (
            <WhoConditions editor={editor} dispatch={dispatch} readOnly={readOnly} />
          )}
        </>
      )}
      <WhoNobody editor={editor} what={what} isIgnored={isIgnored} />
    </div>
  );
}

/** What *Specific users* begins with: what was chosen before, else saved segments. */
function specificType({ builder, segmentIds }: WhoEditor): 'segments' | 'conditions' {
  return builder.tree.children.length > 0 && segmentIds.length === 0 ? 'conditions' : 'segments';
}

function WhoConditions({ editor, dispatch, readOnly }: Omit<WhoFieldProps, 'what' | 'isIgnored'>) {
  const { id: projectId, timeZone } = useProject();
  const data = useBuilderData();
  const { builder, applied } = editor;
  const { tree } = builder;
  const appliedTree = applied.type === 'conditions' ? toTree(applied) : undefined;
  const isApplied = isWhoApplied(editor);
  const { data: breakdown } = useQuery({
    ...breakdownQuery(projectId, appliedTree ?? tree),
    enabled: appliedTree !== undefined,
  });
  const counts = useMemo(() => breakdown && toCounts(breakdown), [breakdown]);
  const build = useCallback(
    (action: BuilderAction) => dispatch({ type: 'build', action }),
    [dispatch],
  );
  const apply = () => dispatch({ type: 'apply' });
  const reason = whyNotApplied(editor);
  if (!data) return <Skeleton lines={3} height={36} label="Loading what can be asked about" />;
  return (
    <div className="who-conditions">
      <div className="card-head">
        <p className="quiet">{formatCount(measureTree(tree).conditions, 'condition')}</p>
        {!readOnly && (
          <div className="page-actions">
            <HistoryButtons state={builder} dispatch={build} />
          </div>
        )}
      </div>
      <ConditionBuilder
        state={builder}
        dispatch={build}
        data={data}
        counts={isApplied ? counts : undefined}
        users={breakdown?.users}
        onApply={apply}
        readOnly={readOnly}
        timeZone={timeZone}
      />
      <div className="conditions-foot">
        <Formula tree={tree} names={namesOf(data.catalog)} />
        {!readOnly && (
          <Button
            look="accent"
            icon={<Play size={13} fill="currentColor" aria-hidden="true" />}
            disabled={reason !== undefined}
            title={reason}
            onClick={apply}
          >
            Apply to update the list <Kbd keys="Mod+Enter" />
          </Button>
        )}
      </div>
      <WhyNotApplied editor={editor} />
    </div>
  );
}

function WhyNotApplied({ editor }: { editor: WhoEditor }) {
  const reason = isWhoApplied(editor) ? undefined : whyNotApplied(editor);
  return (
    <p className="conditions-reason" role="status">
      {reason}
    </p>
  );
}
