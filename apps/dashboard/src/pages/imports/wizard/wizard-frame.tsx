import type { ImportBody } from '@muster/protocol';
import { useNavigate } from '@tanstack/react-router';
import { Trash2 } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useProject } from '../../../api/current-project.ts';
import { Button } from '../../../ui/button.tsx';
import { useTitle } from '../../../ui/use-title.ts';
import { DeleteDraftDialog } from '../delete-draft-dialog.tsx';
import { ImportHead } from '../import-head.tsx';
import { describeRows, formatBytes } from '../import-words.ts';
import { StepList } from './step-list.tsx';
import { type Step, stepLabels } from './steps.ts';

interface WizardFrameProps {
  step: Step;
  draft: ImportBody;
  children: ReactNode;
}

/** The head of a draft, its steps, and the one that is shown. */
export function WizardFrame({ step, draft, children }: WizardFrameProps) {
  const { id: projectId } = useProject();
  const navigate = useNavigate();
  const [isLeaving, setLeaving] = useState(false);
  const heading = useStepFocus(step);
  useTitle(`${stepLabels[step]} · ${draft.name}`);
  return (
    <>
      <ImportHead
        name={draft.name}
        facts={
          <>
            {draft.name !== draft.fileName && (
              <span className="wrap-anywhere" dir="auto">
                {draft.fileName}
              </span>
            )}
            <span>{formatBytes(draft.fileBytes)}</span>
            <span>{describeRows(draft.progress.ofRows)}</span>
            <span>{draft.columns.length.toLocaleString()} columns</span>
          </>
        }
        tools={
          <Button
            look="quiet"
            icon={<Trash2 size={15} aria-hidden="true" />}
            onClick={() => setLeaving(true)}
          >
            Delete draft
          </Button>
        }
      />
      <div className="import-body">
        <StepList importId={draft.id} current={step} />
        <h2 ref={heading} tabIndex={-1} className="import-step-title">
          {titles[step]}
        </h2>
        {children}
      </div>
      {isLeaving && (
        <DeleteDraftDialog
          draft={draft}
          onClose={() => setLeaving(false)}
          onDeleted={() => void navigate({ to: '/p/$projectId/imports', params: { projectId } })}
        />
      )}
    </>
  );
}

const titles: Readonly<Record<Step, string>> = {
  format: 'How the file is read',
  identifier: 'Which column says who a user is',
  columns: 'What becomes of each column',
  options: 'What the import does',
  check: 'What would happen',
};

/** Another step is read from its heading; the first one that is opened leaves the focus where it is. */
function useStepFocus(step: Step) {
  const heading = useRef<HTMLHeadingElement>(null);
  const shown = useRef(step);
  useEffect(() => {
    if (shown.current !== step) heading.current?.focus();
    shown.current = step;
  }, [step]);
  return heading;
}
