import type { PreviewedSourceItem } from '@muster/protocol';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useProject } from '../../../api/current-project.ts';
import { type PreviewWish, sourcePreviewQuery } from '../../../api/sources-api.ts';
import { Note } from '../../../ui/badge.tsx';
import { formatCount } from '../../../ui/number-text.tsx';
import { ValueText } from '../../value-text.tsx';
import { listReasons } from '../list-reasons.ts';

/** What the sample would write as the mapping stands; writes nothing. */
export function MappingPreview({ wish }: { wish: PreviewWish }) {
  const { id: projectId } = useProject();
  const { data, error } = useQuery({
    ...sourcePreviewQuery(projectId, wish),
    enabled: wish.payload.trim() !== '',
    placeholderData: keepPreviousData,
  });
  if (wish.payload.trim() === '') {
    return <p className="quiet">Paste a payload to see what it would write.</p>;
  }
  return (
    <div aria-live="polite" className="mapping-preview">
      {error && (
        <ul className="mapping-problems">
          {listReasons(error).map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      )}
      {!error && data && (
        <>
          {data.items.map((item) => (
            <ItemCard key={item.index} item={item} />
          ))}
          {data.rejected.length > 0 && (
            <ul className="mapping-problems">
              {data.rejected.map(({ index, path, message }) => (
                <li key={`${index} ${path} ${message}`}>
                  Item {index + 1}
                  {path && `, ${path}`}: {message}
                </li>
              ))}
            </ul>
          )}
          {data.skipped > 0 && (
            <p className="quiet">{formatCount(data.skipped, 'item')} passed over.</p>
          )}
        </>
      )}
    </div>
  );
}

const effects: Record<PreviewedSourceItem['effect'], string> = {
  updates: 'is updated',
  creates: 'becomes a user',
  merges: 'is merged',
  erases: 'is erased',
};

function ItemCard({ item }: { item: PreviewedSourceItem }) {
  const { user, effect, native, attributes, event } = item;
  const values = [...Object.entries(native), ...Object.entries(attributes)];
  return (
    <div className="preview-item">
      <p>
        <span className="code wrap-anywhere">{user.id}</span>{' '}
        <Note tone={effect === 'erases' ? 'bad' : 'good'}>{effects[effect]}</Note>
      </p>
      {values.length > 0 && <Values values={values} />}
      {event && (
        <>
          <p>
            and did <span className="code wrap-anywhere">{event.name}</span>
          </p>
          <Values values={Object.entries(event.properties)} />
        </>
      )}
    </div>
  );
}

function Values({
  values,
}: {
  values: readonly [string, PreviewedSourceItem['attributes'][string]][];
}) {
  return (
    <dl className="preview-values">
      {values.map(([key, value]) => (
        <div key={key}>
          <dt className="code">{key}</dt>
          <dd className="wrap-anywhere" dir="auto">
            {value === null ? <span className="quiet">removed</span> : <ValueText value={value} />}
          </dd>
        </div>
      ))}
    </dl>
  );
}
