import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Plus, SearchX, Sparkles } from 'lucide-react';
import { useProject } from '../../../api/current-project.ts';
import { experiencesQuery } from '../../../api/experiences-api.ts';
import { Button } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { SearchField } from '../../../ui/search-field.tsx';
import { Select } from '../../../ui/select.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { useNow } from '../../../ui/use-now.ts';
import { PageHeader } from '../../page-header.tsx';
import { ProblemState } from '../../problem-state.tsx';
import { shownStatuses, statusLabels } from '../experience-status.ts';
import { listTypes, typeLooks } from '../experience-types.ts';
import { arrangeExperiences, isSort } from './arrange-experiences.ts';
import type { ExperiencesSearch } from './experiences-search.ts';
import { ExperiencesTable } from './experiences-table.tsx';
import { NewExperienceDialog } from './new-experience-dialog.tsx';
import './experiences.css';

const typeOptions = [
  { value: 'all' as const, label: 'Every type' },
  ...listTypes().map((type) => ({ value: type, label: typeLooks[type].label })),
];

const statusOptions = [
  { value: 'all' as const, label: 'Any status' },
  ...shownStatuses.map((status) => ({ value: status, label: statusLabels[status] })),
];

/** Every experience. Search, filters and order are in the address. */
export function ExperiencesPage() {
  const { id: projectId, mayEdit } = useProject();
  const navigate = useNavigate({ from: '/p/$projectId/experiences' });
  const search = useSearch({ from: '/p/$projectId/experiences' });
  const { data, error, refetch } = useQuery(experiencesQuery(projectId));
  const now = useNow(30_000);
  const change = (
    part: { [Key in keyof ExperiencesSearch]?: ExperiencesSearch[Key] | undefined },
  ) =>
    void navigate({
      search: (before) => ({ ...before, ...part }) as ExperiencesSearch,
      replace: true,
    });
  const showAll = () => change({ q: undefined, type: undefined, status: undefined });
  const type = listTypes().find((one) => one === search.type);
  const status = shownStatuses.find((one) => one === search.status);
  const sort = isSort(search.sort) ? search.sort : undefined;
  const shown = arrangeExperiences(data ?? [], { q: search.q, type, status, sort, now });
  const newButton = mayEdit && (
    <Button
      look="primary"
      icon={<Plus size={15} aria-hidden="true" />}
      onClick={() => change({ new: true })}
    >
      New experience
    </Button>
  );
  return (
    <div className="page">
      <PageHeader title="Experiences" actions={newButton} />
      {data && data.length > 0 && (
        <div className="page-toolbar experiences-toolbar">
          <SearchField
            label="Search by name or author"
            value={search.q ?? ''}
            onChange={(text) => change({ q: text || undefined })}
          />
          <Select
            label="Type"
            options={typeOptions}
            value={type ?? 'all'}
            onChange={(chosen) => change({ type: chosen === 'all' ? undefined : chosen })}
          />
          <Select
            label="Status"
            options={statusOptions}
            value={status ?? 'all'}
            onChange={(chosen) => change({ status: chosen === 'all' ? undefined : chosen })}
          />
        </div>
      )}
      {error && (
        <ProblemState error={error} what="the experiences" onRetry={() => void refetch()} />
      )}
      {!data && !error && <Skeleton lines={6} height={36} label="Loading experiences" />}
      {data?.length === 0 && (
        <EmptyState icon={<Sparkles size={20} />} title="No experiences yet" action={newButton}>
          A tour, a survey, a banner: shown in your product to exactly the people you mean, on the
          pages you say.
        </EmptyState>
      )}
      {shown.length > 0 && (
        <ExperiencesTable
          experiences={shown}
          sort={sort}
          onSort={(chosen) => change({ sort: chosen })}
        />
      )}
      {data && data.length > 0 && shown.length === 0 && (
        <EmptyState
          icon={<SearchX size={20} />}
          title="No experience matches"
          action={<Button onClick={showAll}>Show all</Button>}
        >
          Nothing has that name, type and status.
        </EmptyState>
      )}
      {mayEdit && search.new && <NewExperienceDialog onClose={() => change({ new: undefined })} />}
    </div>
  );
}
