import type { TrackedEventBody } from '@muster/protocol';
import { useQuery } from '@tanstack/react-query';
import { MousePointerClick, Plus } from 'lucide-react';
import { useState } from 'react';
import { useProject } from '../../api/current-project.ts';
import { trackedEventsQuery } from '../../api/tracked-events-api.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { CatalogTabs } from '../events/catalog-tabs.tsx';
import { PageHeader } from '../page-header.tsx';
import { ProblemState } from '../problem-state.tsx';
import { DeleteTrackedEventDialog } from './delete-tracked-event-dialog.tsx';
import { NewTrackedEventDialog } from './new-tracked-event-dialog.tsx';
import { TrackedEventsTable } from './tracked-events-table.tsx';
import './tracked-events.css';

/** Every no-code event. */
export function TrackedEventsPage() {
  const { id: projectId, mayEdit } = useProject();
  const { data, error, refetch } = useQuery(trackedEventsQuery(projectId));
  const [isNew, setNew] = useState(false);
  const [leaving, setLeaving] = useState<TrackedEventBody>();
  const newButton = mayEdit && (
    <Button
      look="primary"
      icon={<Plus size={15} aria-hidden="true" />}
      onClick={() => setNew(true)}
    >
      New no-code event
    </Button>
  );
  return (
    <div className="page">
      <PageHeader title="Events" actions={newButton} />
      <CatalogTabs />
      {error && !data && (
        <ProblemState error={error} what="the no-code events" onRetry={() => void refetch()} />
      )}
      {!data && !error && <Skeleton lines={6} height={36} label="Loading no-code events" />}
      {data?.length === 0 && (
        <EmptyState
          icon={<MousePointerClick size={20} />}
          title="No no-code events yet"
          action={newButton}
        >
          Say which click, field, element or address counts, and your pages report it: nobody has to
          write code for it.
        </EmptyState>
      )}
      {data && data.length > 0 && <TrackedEventsTable events={data} onDelete={setLeaving} />}
      {isNew && <NewTrackedEventDialog onClose={() => setNew(false)} />}
      {leaving && (
        <DeleteTrackedEventDialog event={leaving} onClose={() => setLeaving(undefined)} />
      )}
    </div>
  );
}
