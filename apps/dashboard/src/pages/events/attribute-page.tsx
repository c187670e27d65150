import type { AttributeSource, Group } from '@muster/conditions';
import type { AttributeDetailBody } from '@muster/protocol';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import { Eye, EyeOff, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { attributeQuery } from '../../api/catalog-pages-api.ts';
import { useProject } from '../../api/current-project.ts';
import { Button } from '../../ui/button.tsx';
import { formatShare } from '../../ui/number-text.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { ProblemState } from '../problem-state.tsx';
import { AttributeTile } from './attribute-tile.tsx';
import { CatalogHead } from './catalog-head.tsx';
import { UsedBy } from './event-page.tsx';
import { labelAttribute, labelAttributeSource } from './event-sources.ts';
import { Facts } from './facts.tsx';
import { RemoveAttributeDialog } from './remove-attribute-dialog.tsx';
import { toTypeShares } from './type-shares.ts';
import { TypesCard } from './types-card.tsx';
import { useNote } from './use-note.ts';
import './events.css';

/** One attribute: who has it, in which types it comes and from whom, and what it is used for. */
export function AttributePage() {
  const { id: projectId } = useProject();
  const { source: given } = useParams({ from: '/p/$projectId/events/attributes/$source' });
  const { key = '' } = useSearch({ from: '/p/$projectId/events/attributes/$source' });
  // A source that nobody knows is refused by the server.
  const source = given as AttributeSource;
  const { data, error, refetch } = useQuery(attributeQuery(projectId, { source, key }));
  const label = labelAttribute(source, key);
  if (error && !data) {
    return (
      <div className="page">
        <h1 className="visually-hidden">{label}</h1>
        <ProblemState error={error} what="this attribute" onRetry={() => void refetch()} />
      </div>
    );
  }
  return (
    <>
      <CatalogHead
        subject={{ type: 'attribute', source, key }}
        label={label}
        isCode={source !== 'native'}
        category={labelAttributeSource(source)}
        tile={<AttributeTile source={source} size={44} />}
        note={data}
      >
        {data && <Tools attribute={data} />}
      </CatalogHead>
      <div className="catalog-body">
        <div className="catalog-main">
          {!data && <Skeleton lines={5} label="Loading the attribute" />}
          {data && <Holders attribute={data} />}
          {data && data.kinds.length > 0 && <TypesCard attribute={data} />}
        </div>
        <aside className="catalog-aside">{data && <UsedBy uses={data.usedBy} />}</aside>
      </div>
    </>
  );
}

function Holders({ attribute: { count, users } }: { attribute: AttributeDetailBody }) {
  return (
    <section className="card" aria-labelledby="holders">
      <h2 id="holders">
        Who has it <span className="card-note">{formatShare(count, users)} of all users</span>
      </h2>
      <Facts
        facts={[
          ['Users with it', count],
          ['Users without it', users - count],
        ]}
      />
    </section>
  );
}

function Tools({ attribute }: { attribute: AttributeDetailBody }) {
  const { id: projectId, mayEdit } = useProject();
  const [isRemoving, setRemoving] = useState(false);
  const note = useNote();
  const { source, key, hidden, kinds } = attribute;
  if (!mayEdit) return null;
  const [{ kind } = { kind: 'string' as const }] = toTypeShares(kinds);
  const conditions: Group = {
    type: 'group',
    match: 'all',
    children: [{ type: 'attribute', source, key, kind, operator: 'empty', not: true }],
  };
  return (
    <>
      {source !== 'native' && (
        <Button
          look="quiet"
          icon={<Trash2 size={15} aria-hidden="true" />}
          onClick={() => setRemoving(true)}
        >
          Delete…
        </Button>
      )}
      <Button
        icon={hidden ? <Eye size={15} /> : <EyeOff size={15} />}
        busy={note.isRunning}
        onClick={() => note.setHidden({ type: 'attribute', source, key }, !hidden)}
      >
        {hidden ? 'Offer again' : 'Hide'}
      </Button>
      <Link
        to="/p/$projectId/segments/new"
        params={{ projectId }}
        search={{ conditions }}
        className="button button-primary"
      >
        <Plus size={15} aria-hidden="true" /> New segment
      </Link>
      {isRemoving && source !== 'native' && (
        <RemoveAttributeDialog
          attribute={{ ...attribute, source }}
          onClose={() => setRemoving(false)}
        />
      )}
    </>
  );
}
