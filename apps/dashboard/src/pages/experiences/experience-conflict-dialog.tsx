import type { ExperienceBody } from '@muster/protocol';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { DifferenceList } from '../difference-list.tsx';
import { useNames } from '../use-names.ts';

import { describeChanges } from './describe-changes.ts';
import { toContent } from './experience-editor.ts';
import { useExperienceForm } from './experience-form.ts';

interface ExperienceConflictDialogProps {
  /** The experience as somebody else saved it. */
  conflict: ExperienceBody;
  onClose: () => void;
}

/** Somebody else was faster: what they changed, and what becomes of both. Nothing is overwritten unseen. */
export function ExperienceConflictDialog({ conflict, onClose }: ExperienceConflictDialogProps) {
  const { editor, dispatch } = useExperienceForm();
  const names = useNames();
  const theirs = toContent(conflict);
  const { version } = conflict;
  const isGoneLive = conflict.status === 'live';
  return (
    <Dialog
      open
      onClose={onClose}
      width={560}
      title={`${conflict.updatedBy} changed this experience`}
      description={
        <>
          Saved <RelativeTime at={conflict.updatedAt} />, after you opened it. Yours is not saved
          yet.{isGoneLive && ' It is live now: what you save is shown at once.'}
        </>
      }
      actions={
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
              dispatch({ type: 'rebase', from: editor.base, theirs, version });
              onClose();
            }}
          >
            Keep my changes on top
          </Button>
        </>
      }
    >
      <h3>What they changed</h3>
      <DifferenceList differences={describeChanges(editor.base, theirs, names)} empty="Nothing." />
      <h3>What you changed</h3>
      <DifferenceList
        differences={describeChanges(editor.base, editor.draft, names)}
        empty="Nothing."
      />
      <p className="quiet">
        On top means: where both changed the same step, colour or part of the target, yours stays.
        You can look at it before you save.
      </p>
    </Dialog>
  );
}
