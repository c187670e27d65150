import type { SourceBody } from '@muster/protocol';
import { useQuery } from '@tanstack/react-query';
import { Inbox } from 'lucide-react';
import { useProject } from '../../api/current-project.ts';
import { sourceDeliveriesQuery } from '../../api/sources-api.ts';
import { Note } from '../../ui/badge.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { NumberText } from '../../ui/number-text.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Table } from '../../ui/table.tsx';
import { ProblemState } from '../problem-state.tsx';

/** The latest requests, each with what became of it. */
export function DeliveriesTab({ source }: { source: SourceBody }) {
  const { id: projectId } = useProject();
  const { data, error, refetch } = useQuery(sourceDeliveriesQuery(projectId, source.id));
  if (error && !data) {
    return <ProblemState error={error} what="the requests" onRetry={() => void refetch()} />;
  }
  if (!data) return <Skeleton lines={4} height={36} label="Loading the requests" />;
  if (data.length === 0) {
    return (
      <EmptyState icon={<Inbox size={20} />} title="No request yet">
        The latest 50 requests show here within a second of their answer.
      </EmptyState>
    );
  }
  return (
    <Table label="Requests">
      <thead>
        <tr>
          <th scope="col">Received</th>
          <th scope="col">Answer</th>
          <th scope="col" className="number">
            Accepted
          </th>
          <th scope="col" className="number">
            Seen before
          </th>
          <th scope="col" className="number">
            Rejected
          </th>
        </tr>
      </thead>
      <tbody>
        {data.map(({ receivedAt, accepted, duplicates, rejected, refusal }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: requests have no id, and several one instant
          <tr key={`${receivedAt} ${at}`}>
            <td>
              <RelativeTime at={receivedAt} />
            </td>
            <td>
              {refusal ? (
                <>
                  <Note tone="bad">Refused</Note> {refusal.message}
                </>
              ) : (
                <Note tone={rejected > 0 ? 'warning' : 'good'}>
                  {rejected > 0 ? 'Taken in part' : 'Taken'}
                </Note>
              )}
            </td>
            <td className="number">
              <NumberText value={accepted} />
            </td>
            <td className="number">
              <NumberText value={duplicates} />
            </td>
            <td className="number">
              <NumberText value={rejected} />
            </td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
