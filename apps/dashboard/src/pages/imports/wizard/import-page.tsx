import { useQuery } from '@tanstack/react-query';
import { Navigate, useParams } from '@tanstack/react-router';
import { useProject } from '../../../api/current-project.ts';
import { importQuery } from '../../../api/imports-api.ts';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { ProblemState } from '../../problem-state.tsx';
import { RunPage } from '../run/run-page.tsx';
import { DraftReading } from './draft-reading.tsx';
import { DraftWizard } from './draft-wizard.tsx';
import { findStep, readStep } from './steps.ts';
import { UploadStep } from './upload-step.tsx';
import '../imports.css';

const path = '/p/$projectId/imports/$importId/{-$step}';

/** An import: the wizard while it is a draft, and then what becomes of it. */
export function ImportPage() {
  const { importId } = useParams({ from: path });
  return importId === 'new' ? <UploadStep /> : <KnownImport key={importId} id={importId} />;
}

function KnownImport({ id }: { id: string }) {
  const { id: projectId, mayEdit } = useProject();
  const { step: named } = useParams({ from: path });
  const { data, error, refetch } = useQuery(importQuery(projectId, id));
  if (error && !data)
    return <ProblemState error={error} what="the import" onRetry={() => void refetch()} />;
  if (!data) {
    return (
      <div className="page">
        <Skeleton lines={8} height={28} label="Loading the import" />
      </div>
    );
  }
  const step = readStep(named);
  if (data.status !== 'draft') {
    if (named !== undefined) return <GoTo id={id} />;
    return <RunPage imported={data} />;
  }
  if (!mayEdit) return <DraftReading draft={data} />;
  if (step === undefined) return <GoTo id={id} step={findStep(data)} />;
  return <DraftWizard saved={data} step={step} />;
}

/** The address of where the import is. */
function GoTo({ id, step }: { id: string; step?: string }) {
  const { id: projectId } = useProject();
  return <Navigate to={path} params={{ projectId, importId: id, step }} replace />;
}
