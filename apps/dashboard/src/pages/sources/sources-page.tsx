import type { SourceBody } from '@muster/protocol';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { useProject } from '../../api/current-project.ts';
import { sourcesQuery } from '../../api/sources-api.ts';
import { Note } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { NumberText } from '../../ui/number-text.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Table } from '../../ui/table.tsx';
import { PageHeader } from '../page-header.tsx';
import { ProblemState } from '../problem-state.tsx';
import { NewSourceDialog } from './new-source-dialog.tsx';
import { SourceLogo } from './source-logo.tsx';
import { SourceStatus } from './source-status.tsx';
import './sources.css';

/** Everything that sends users and events from servers, and how it is doing. */
export function SourcesPage() {
  const { id: projectId, mayAdminister } = useProject();
  const navigate = useNavigate({ from: '/p/$projectId/sources' });
  const { new: isMaking } = useSearch({ from: '/p/$projectId/sources' });
  const { data, error, refetch } = useQuery(sourcesQuery(projectId));
  const setMaking = (isOpen: boolean) =>
    void navigate({ search: isOpen ? { new: true } : {}, replace: true });
  return (
    <div className="page">
      <PageHeader
        title="Sources"
        actions={
          mayAdminister && (
            <Button
              look="primary"
              icon={<Plus size={15} aria-hidden="true" />}
              onClick={() => setMaking(true)}
            >
              New source
            </Button>
          )
        }
      />
      <p className="quiet sources-about">
        What your servers and tools send about the users of your product.
        {!mayAdminister && ' Admins add and change sources.'}
      </p>
      {error && !data && (
        <ProblemState error={error} what="the sources" onRetry={() => void refetch()} />
      )}
      {!data && !error && <Skeleton lines={4} height={36} label="Loading sources" />}
      {data && <SourcesTable sources={data} />}
      {mayAdminister && isMaking && <NewSourceDialog onClose={() => setMaking(false)} />}
    </div>
  );
}

function SourcesTable({ sources }: { sources: readonly SourceBody[] }) {
  return (
    <Table label="Sources">
      <thead>
        <tr>
          <th scope="col">Source</th>
          <th scope="col">Status</th>
          <th scope="col" className="sources-when">
            Last received
          </th>
          <th scope="col" className="number sources-count">
            Accepted
          </th>
          <th scope="col" className="number">
            Errors
          </th>
        </tr>
      </thead>
      <tbody>
        <ServerRow />
        {sources.map((source) => (
          <SourceRow key={source.id} source={source} />
        ))}
      </tbody>
    </Table>
  );
}

/** Our own API: always there, opened by keys. */
function ServerRow() {
  const { id: projectId, mayAdminister } = useProject();
  return (
    <tr>
      <td>
        <span className="source-name-cell">
          <SourceLogo logo="server" />
          <span className="cell-two-lines">
            {mayAdminister ? (
              <Link to="/p/$projectId/settings/keys" params={{ projectId }} className="row-link">
                Server API
              </Link>
            ) : (
              <span>Server API</span>
            )}
            <span className="cell-note">
              <code>POST /sse/webhook</code> with an API key
            </span>
          </span>
        </span>
      </td>
      <td>
        <Note>Always on</Note>
      </td>
      <td className="sources-when">–</td>
      <td className="number sources-count">–</td>
      <td className="number">–</td>
    </tr>
  );
}

function SourceRow({ source }: { source: SourceBody }) {
  const { id: projectId } = useProject();
  const navigate = useNavigate();
  const { id, name, label, logo, lastReceivedAt, counts, errorCount } = source;
  const target = {
    to: '/p/$projectId/sources/$sourceId',
    params: { projectId, sourceId: id },
  } as const;
  return (
    // The whole row is a larger target for the pointer; the link within is the one for the keyboard.
    <tr
      className="source-row"
      onClick={(click) => {
        if (!(click.target as HTMLElement).closest('a, button')) void navigate(target);
      }}
    >
      <td>
        <span className="source-name-cell">
          <SourceLogo logo={logo} />
          <span className="cell-two-lines">
            <Link {...target} className="row-link wrap-anywhere" dir="auto">
              {name}
            </Link>
            <span className="cell-note wrap-anywhere">Source of values: {label}</span>
          </span>
        </span>
      </td>
      <td>
        <SourceStatus status={source.status} />
      </td>
      <td className="sources-when">
        <RelativeTime at={lastReceivedAt} />
      </td>
      <td className="number sources-count">
        <NumberText value={counts.accepted} compact />
      </td>
      <td className="number">
        <NumberText value={errorCount} />
      </td>
    </tr>
  );
}
