import type { ImportBody } from '@muster/protocol';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useProject } from '../../../api/current-project.ts';
import { formatExactTime } from '../../../ui/format-time.ts';
import { Callout } from '../callout.tsx';
import { CheckStep } from './check-step.tsx';
import { ColumnsStep } from './columns-step.tsx';
import { DraftFormProvider } from './draft-form.ts';
import { FormatStep } from './format-step.tsx';
import { IdentifierStep } from './identifier-step.tsx';
import { OptionsStep } from './options-step.tsx';
import type { Step } from './steps.ts';
import { useDraftSaving } from './use-draft-saving.ts';
import { WizardFrame } from './wizard-frame.tsx';

const parts: Readonly<Record<Step, () => ReactNode>> = {
  format: FormatStep,
  identifier: IdentifierStep,
  columns: ColumnsStep,
  options: OptionsStep,
  check: CheckStep,
};

/** A draft at one of its steps. What is chosen is saved at once: the page can be closed at any time. */
export function DraftWizard({ saved, step }: { saved: ImportBody; step: Step }) {
  const { refusal, ...form } = useDraftSaving(saved);
  const Part = parts[step];
  return (
    <DraftFormProvider value={form}>
      <WizardFrame step={step} draft={form.draft}>
        {(step === 'format' || step === 'check') && <SameFile sameAs={saved.sameAs} />}
        {refusal && (
          <Callout tone="bad" title="Not saved">
            <p>{refusal.problem.message}</p>
          </Callout>
        )}
        <Part key={step} />
      </WizardFrame>
    </DraftFormProvider>
  );
}

/** A file that was imported before is applied once more only by whoever wants that. */
function SameFile({ sameAs }: Pick<ImportBody, 'sameAs'>) {
  const { id: projectId } = useProject();
  if (sameAs === null) return null;
  return (
    <Callout tone="warning">
      <p>
        A file with exactly this content has been imported before:{' '}
        <Link
          to="/p/$projectId/imports/$importId/{-$step}"
          params={{ projectId, importId: sameAs.id }}
        >
          {sameAs.name}
        </Link>
        , {formatExactTime(sameAs.startedAt)}.
      </p>
    </Callout>
  );
}
