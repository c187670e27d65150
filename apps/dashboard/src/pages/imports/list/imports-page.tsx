import { useQuery } from '@tanstack/react-query';
import { FileUp } from 'lucide-react';
import { useProject } from '../../../api/current-project.ts';
import { importsQuery } from '../../../api/imports-api.ts';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { ImportLink } from '../../import-link.tsx';
import { PageHeader } from '../../page-header.tsx';
import { PeopleTabs } from '../../people-tabs.tsx';
import { ProblemState } from '../../problem-state.tsx';
import { ImportsTable } from './imports-table.tsx';

/** Every import, newest first: what became of it, and what can be done about it. */
export function ImportsPage() {
  const { id: projectId } = useProject();
  const { data, error, refetch } = useQuery(importsQuery(projectId));
  return (
    <div className="page">
      <PageHeader title="Imports" actions={<ImportLink look="primary" />} />
      <PeopleTabs />
      {error && !data && (
        <ProblemState error={error} what="the imports" onRetry={() => void refetch()} />
      )}
      {!data && !error && <Skeleton lines={6} height={36} label="Loading imports" />}
      {data?.imports.length === 0 && (
        <EmptyState icon={<FileUp size={20} />} title="No imports yet" action={<ImportLink />}>
          A CSV file with a row a user: choose which column says who she is, and what becomes of the
          others. Nothing is changed before you have seen what would happen.
        </EmptyState>
      )}
      {data && data.imports.length > 0 && <ImportsTable imports={data.imports} />}
    </div>
  );
}
