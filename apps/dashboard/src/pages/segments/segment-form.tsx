import type { SegmentBody } from '@muster/protocol';
import { useLocation, useSearch } from '@tanstack/react-router';
import { useReducer, useState } from 'react';
import { useProject } from '../../api/current-project.ts';
import { LeaveGuard } from '../leave-guard.tsx';
import { UseList } from '../use-list.tsx';
import { AudienceCard } from './audience-card.tsx';
import { ConditionsCard } from './conditions-card.tsx';
import { ConflictDialog } from './conflict-dialog.tsx';
import { ImpactCard } from './impact-card.tsx';
import { NextDayCard } from './next-day-card.tsx';
import { useSaveSegment } from './save-segment.ts';
import { SegmentDetails } from './segment-details.tsx';
import { isDirty, isShowingSaved, reduceSegment, type SegmentEditor } from './segment-editor.ts';
import { SegmentHeader } from './segment-header.tsx';
import { useSegmentKeys } from './segment-keys.ts';
import { toContent } from './to-content.ts';
import { whyNotApplied } from './why-not-applied.ts';

interface SegmentFormProps {
  /** As the server has it; absent while it is new. */
  segment?: SegmentBody;
  opened: SegmentEditor;
}

/** The page of a segment: what is edited is a draft, which nothing but Save makes true. */
export function SegmentForm({ segment, opened }: SegmentFormProps) {
  const { mayEdit } = useProject();
  const [editor, dispatch] = useReducer(reduceSegment, opened);
  const [isLeaving, setLeaving] = useState(false);
  const { pathname } = useLocation();
  const { tab = 'users' } = useSearch({ strict: false });
  const save = useSaveSegment(segment?.id, editor, () => setLeaving(true));
  const reason = whyNotApplied(editor);
  const apply = () => reason === undefined && dispatch({ type: 'apply' });
  useSegmentKeys({ onApply: apply, onSave: save.run });
  return (
    <>
      <SegmentHeader segment={segment} editor={editor} dispatch={dispatch} save={save} />
      <div className="segment-body">
        <ConditionsCard editor={editor} dispatch={dispatch} reason={reason} onApply={apply} />
        <aside className="segment-aside" aria-label="Audience and uses">
          <AudienceCard editor={editor} segment={segment} />
          {segment && !isShowingSaved(editor) && (
            <ImpactCard segmentId={segment.id} editor={editor} />
          )}
          {segment && isShowingSaved(editor) && <NextDayCard segment={segment} />}
          {segment && segment.usedBy.length > 0 && (
            <section className="card">
              <h2>Used by</h2>
              <UseList uses={segment.usedBy} />
            </section>
          )}
        </aside>
        <SegmentDetails
          segment={segment}
          editor={editor}
          tab={tab}
          onRestored={(restored) => {
            const content = toContent(restored);
            if (content) dispatch({ type: 'reset', content, version: restored.version });
          }}
        />
      </div>
      {save.conflict && (
        <ConflictDialog
          conflict={save.conflict}
          editor={editor}
          dispatch={dispatch}
          onClose={save.forgetConflict}
        />
      )}
      <LeaveGuard
        within={pathname}
        isDirty={() => mayEdit && isDirty(editor) && !save.isSaved() && !isLeaving}
      />
    </>
  );
}
