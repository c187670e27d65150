import type { SourceBody } from '@muster/protocol';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { ChevronRight } from 'lucide-react';
import { useProject } from '../../api/current-project.ts';
import { sourceQuery } from '../../api/sources-api.ts';
import { formatNumber } from '../../ui/number-text.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { useTitle } from '../../ui/use-title.ts';
import { ProblemState } from '../problem-state.tsx';
import '../editor-head.css';
import { DeliveriesTab } from './deliveries-tab.tsx';
import { ErrorsTab } from './errors-tab.tsx';
import { MappingTab } from './mapping/mapping-tab.tsx';
import { SetUpTab } from './set-up-tab.tsx';
import { SourceLogo } from './source-logo.tsx';
import { SourceStatus } from './source-status.tsx';
import { SourceTools } from './source-tools.tsx';
import './sources.css';

/** One source: how to send to it, how it is read, what came and what was refused. */
export function SourcePage() {
  const { id: projectId } = useProject();
  const { sourceId } = useParams({ from: '/p/$projectId/sources/$sourceId' });
  const { data, error, refetch } = useQuery(sourceQuery(projectId, sourceId));
  useTitle(data?.name ?? 'Source');
  if (!data) {
    return (
      <div className="page">
        <h1 className="visually-hidden">Source</h1>
        {error ? (
          <ProblemState error={error} what="this source" onRetry={() => void refetch()} />
        ) : (
          <Skeleton lines={6} label="Loading the source" />
        )}
      </div>
    );
  }
  return (
    <>
      <Head source={data} />
      <div className="source-body">
        <Parts source={data} />
      </div>
    </>
  );
}

function Head({ source }: { source: SourceBody }) {
  const { id: projectId, mayAdminister } = useProject();
  const { name, logo, status, lastReceivedAt } = source;
  return (
    <div className="editor-head">
      <div className="editor-head-inner">
        <nav className="breadcrumb" aria-label="Breadcrumb">
          <Link to="/p/$projectId/sources" params={{ projectId }}>
            Sources
          </Link>
          <ChevronRight size={12} aria-hidden="true" />
          <span aria-current="page" className="truncate">
            {name}
          </span>
        </nav>
        <div className="editor-title-row">
          <SourceLogo logo={logo} size={44} />
          <div className="editor-title">
            <h1 className="wrap-anywhere" dir="auto">
              {name}
            </h1>
            <p className="source-facts">
              <SourceStatus status={status} />
              <span>
                {lastReceivedAt === null ? (
                  'Nothing has come yet'
                ) : (
                  <>
                    Last received <RelativeTime at={lastReceivedAt} />
                  </>
                )}
              </span>
            </p>
          </div>
          {mayAdminister && <SourceTools source={source} />}
        </div>
      </div>
    </div>
  );
}

function Parts({ source }: { source: SourceBody }) {
  const { tab } = useSearch({ from: '/p/$projectId/sources/$sourceId' });
  const navigate = useNavigate({ from: '/p/$projectId/sources/$sourceId' });
  const { kind, errorCount } = source;
  const tabs = [
    { id: 'setup', label: 'Set up', panel: <SetUpTab source={source} /> },
    ...(kind === 'webhook'
      ? [{ id: 'mapping', label: 'Mapping', panel: <MappingTab source={source} /> }]
      : []),
    {
      id: 'errors',
      label: errorCount > 0 ? `Errors ${formatNumber(errorCount)}` : 'Errors',
      panel: <ErrorsTab source={source} />,
    },
    { id: 'requests', label: 'Requests', panel: <DeliveriesTab source={source} /> },
  ];
  const known = tabs.find(({ id }) => id === tab)?.id ?? 'setup';
  return (
    <Tabs
      label="Parts of the source"
      value={known}
      onChange={(next) => void navigate({ search: { tab: next }, replace: true })}
      tabs={tabs}
    />
  );
}
