import type { AttributeSource } from '@muster/conditions';
import type { CatalogBody } from '@muster/protocol';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { SearchX } from 'lucide-react';
import { catalogQuery } from '../../api/catalog-api.ts';
import { useProject } from '../../api/current-project.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { formatCount } from '../../ui/number-text.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { PageHeader } from '../page-header.tsx';
import { ProblemState } from '../problem-state.tsx';
import { type CatalogSearch, findListed, sortListed } from './arrange.ts';
import { AttributesTable, attributeFields, type ListedAttribute } from './attributes-table.tsx';
import { CatalogTabs } from './catalog-tabs.tsx';
import { CatalogToolbar } from './catalog-toolbar.tsx';
import { labelAttribute, labelAttributeSource } from './event-sources.ts';
import './events.css';

/** Every attribute and trait that somebody has. Search, filters and order are in the address. */
export function AttributesPage() {
  const { id: projectId } = useProject();
  const navigate = useNavigate({ from: '/p/$projectId/events/attributes' });
  const search: CatalogSearch = useSearch({ from: '/p/$projectId/events/attributes' });
  const { data, error, refetch } = useQuery({ ...catalogQuery(projectId), refetchInterval: 5_000 });
  const change = (part: { [Key in keyof CatalogSearch]?: CatalogSearch[Key] | undefined }) =>
    void navigate({ search: (before) => ({ ...before, ...part }) as CatalogSearch, replace: true });
  const attributes = data ? listAttributes(data) : [];
  const shown = sortListed(findListed(attributes, search), search.sort, attributeFields);
  return (
    <div className="page">
      <PageHeader title="Attributes" />
      <CatalogTabs />
      {data && (
        <CatalogToolbar
          items={attributes}
          search={search}
          onChange={change}
          labelSource={(source) => labelAttributeSource(source as AttributeSource)}
        />
      )}
      {error && !data && (
        <ProblemState error={error} what="the attributes" onRetry={() => void refetch()} />
      )}
      {!data && !error && <Skeleton lines={6} height={36} label="Loading attributes" />}
      {data && shown.length > 0 && (
        <>
          <AttributesTable
            attributes={shown}
            users={data.users}
            sort={search.sort}
            onSort={(sort) => change({ sort })}
          />
          <p className="list-foot quiet">{formatCount(shown.length, 'attribute')} shown.</p>
        </>
      )}
      {data && shown.length === 0 && (
        <EmptyState
          icon={<SearchX size={20} />}
          title="No attribute matches"
          action={
            <Button onClick={() => change({ q: undefined, source: undefined, show: 'all' })}>
              Show all
            </Button>
          }
        >
          No attribute that is offered has that name and source.
        </EmptyState>
      )}
    </div>
  );
}

function listAttributes({ native, attributes, traits }: CatalogBody): ListedAttribute[] {
  const toListed = (source: AttributeSource) => (body: CatalogBody['native'][number]) => ({
    ...body,
    source,
    label: labelAttribute(source, body.key),
  });
  return [
    ...attributes.map(toListed('custom')),
    ...traits.map(toListed('trait')),
    ...native.map(toListed('native')),
  ];
}
