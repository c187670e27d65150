import type { ImportBody } from '@muster/protocol';
import { useNavigate } from '@tanstack/react-router';
import { Download, ListChecks } from 'lucide-react';
import { useProject } from '../../../api/current-project.ts';
import { importReportPath } from '../../../api/imports-api.ts';
import { Button } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { formatCount } from '../../../ui/number-text.tsx';
import { Progress } from '../../../ui/progress.tsx';
import { Callout } from '../callout.tsx';
import { CountTiles } from '../count-tiles.tsx';
import { describeProgress, describeRows } from '../import-words.ts';
import { IssuesTable } from '../issues-table.tsx';
import { useImportAction } from '../use-import-action.ts';
import { ActionProblem } from './action-problem.tsx';
import { useDraftForm } from './draft-form.ts';
import { ReasonsTable } from './reasons-table.tsx';
import { StepFoot } from './step-foot.tsx';
import { whyNotChecked } from './steps.ts';

type Validation = NonNullable<ImportBody['validation']>;

/** What an import would do, row by row, before anything is changed; and the button that does it. */
export function CheckStep() {
  const { draft, save, goTo } = useDraftForm();
  const { id: projectId } = useProject();
  const navigate = useNavigate();
  const act = useImportAction(draft.id, { showsProblem: true });
  const { validation } = draft;
  const missing = whyNotChecked(draft);
  const check = async () => {
    if (await save()) act.mutate('validate');
  };
  const run = () =>
    act.mutate('run', {
      onSuccess: () =>
        navigate({
          to: '/p/$projectId/imports/$importId/{-$step}',
          params: { projectId, importId: draft.id },
        }),
    });
  if (validation === null) {
    return (
      <>
        {act.error && <ActionProblem error={act.error} />}
        <EmptyState
          icon={<ListChecks size={20} />}
          title="Not checked yet"
          action={
            missing ? (
              <Button look="primary" onClick={() => void goTo(missing.step)}>
                Go there
              </Button>
            ) : (
              <Button look="primary" busy={act.isPending} onClick={() => void check()}>
                Check the file
              </Button>
            )
          }
        >
          {missing?.reason ?? 'Every row is read as it would be imported, and nothing is changed.'}
        </EmptyState>
      </>
    );
  }
  if (validation.state === 'running') {
    return (
      <div className="card import-card">
        <Progress
          label="Check of the file"
          value={validation.rows}
          max={validation.ofRows}
          text={`${describeProgress(validation)} checked`}
        />
        <p className="field-hint">
          It goes on in the server: this page can be closed and opened again.
        </p>
      </div>
    );
  }
  if (validation.state === 'failed') {
    return (
      <>
        <Callout tone="bad" title="The file could not be checked">
          <p>{validation.failure}</p>
        </Callout>
        <StepFoot back="options" next="Check again" onNext={check} />
      </>
    );
  }
  return (
    <>
      <Outcome draft={draft} validation={validation} />
      {act.error && <ActionProblem error={act.error} />}
      <StepFoot
        back="options"
        next={`Import ${describeRows(importedRows(validation))}`}
        blocked={importedRows(validation) === 0 ? 'No row of it would be imported.' : undefined}
        onNext={run}
        isBusy={act.isPending}
      >
        <Button busy={act.isPending && act.variables === 'validate'} onClick={() => void check()}>
          Check again
        </Button>
      </StepFoot>
    </>
  );
}

function Outcome({ draft, validation }: { draft: ImportBody; validation: Validation }) {
  const { id: projectId } = useProject();
  const { creates, updates, skips, refused, reasons, issues } = validation;
  return (
    <>
      <CountTiles
        label="What would happen"
        tiles={[
          { value: creates, label: 'to create', note: 'Users who are not known yet.' },
          { value: updates, label: 'to update', note: 'Users who are known.' },
          { value: skips, label: 'to leave out', note: 'By the options.' },
          { value: refused, label: 'to refuse', note: 'Nothing of the row is taken.', isBad: true },
        ]}
      />
      {draft.options.segment && (
        <p className="quiet">
          The segment “<span dir="auto">{draft.options.segment.name}</span>” will hold the{' '}
          {formatCount(creates + updates, 'imported user')}.
        </p>
      )}
      {reasons.length === 0 ? (
        <Callout tone="info">
          <p>Nothing is wrong with any row.</p>
        </Callout>
      ) : (
        <>
          <div className="import-section-head">
            <h3>What is wrong, most frequent first</h3>
            <a
              className="button button-plain"
              href={importReportPath(projectId, draft.id)}
              download
            >
              <Download size={15} aria-hidden="true" /> Download the report
            </a>
          </div>
          <ReasonsTable reasons={reasons} />
          <h3>The first rows of them</h3>
          <IssuesTable issues={issues} />
        </>
      )}
    </>
  );
}

function importedRows({ creates, updates }: Validation): number {
  return creates + updates;
}
