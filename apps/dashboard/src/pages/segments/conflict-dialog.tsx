import type { SegmentBody } from '@muster/protocol';
import type { Dispatch } from 'react';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { useNames } from '../use-names.ts';
import { describeDifference } from './describe-difference.ts';
import { SegmentDifferences } from './segment-differences.tsx';
import { draftOf, type SegmentAction, type SegmentEditor } from './segment-editor.ts';
import { toContent } from './to-content.ts';

interface ConflictDialogProps {
  /** The segment as somebody else saved it. */
  conflict: SegmentBody;
  editor: SegmentEditor;
  dispatch: Dispatch<SegmentAction>;
  onClose: () => void;
}

/** Somebody else was faster: what they changed, and what becomes of both. Nothing is overwritten unseen. */
export function ConflictDialog({ conflict, editor, dispatch, onClose }: ConflictDialogProps) {
  const names = useNames();
  const theirs = toContent(conflict);
  const { version } = conflict;
  return (
    <Dialog
      open
      onClose={onClose}
      width={560}
      title={`${conflict.updatedBy} changed this segment`}
      description={
        <>
          Saved <RelativeTime at={conflict.updatedAt} />, after you opened it. Yours is not saved
          yet.
        </>
      }
      actions={
        theirs && (
          <>
            <Button
              onClick={() => {
                dispatch({ type: 'reset', content: theirs, version });
                onClose();
              }}
            >
              Take theirs, drop mine
            </Button>
            <Button
              look="primary"
              onClick={() => {
                dispatch({ type: 'rebase', theirs, version });
                onClose();
              }}
            >
              Keep my changes on top
            </Button>
          </>
        )
      }
    >
      {theirs && (
        <>
          <h3>What they changed</h3>
          <SegmentDifferences differences={describeDifference(editor.base, theirs, names)} />
          <h3>What you changed</h3>
          <SegmentDifferences
            differences={describeDifference(editor.base, draftOf(editor), names)}
          />
          <p className="quiet">
            On top means: where both changed the same thing, yours stays. You can look at it before
            you save.
          </p>
        </>
      )}
    </Dialog>
  );
}
