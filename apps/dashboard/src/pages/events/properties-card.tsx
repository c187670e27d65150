import { useQuery } from '@tanstack/react-query';
import type { PropertyBody } from '../../api/catalog-api.ts';
import { type EventRef, propertiesQuery } from '../../api/catalog-pages-api.ts';
import { useProject } from '../../api/current-project.ts';
import { Note } from '../../ui/badge.tsx';
import { formatNumber, formatShare } from '../../ui/number-text.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Table } from '../../ui/table.tsx';
import { ProblemState } from '../problem-state.tsx';
import { ValueText } from '../value-text.tsx';
import { DescriptionField } from './description-field.tsx';
import { HideButton } from './hide-button.tsx';
import { TypeList } from './type-list.tsx';
import { toTypeShares } from './type-shares.ts';

/** What its newest occurrences came with. */
export function PropertiesCard({ event }: { event: EventRef }) {
  const { id: projectId } = useProject();
  const { data, error, refetch } = useQuery(propertiesQuery(projectId, event));
  return (
    <section className="card catalog-card" aria-labelledby="properties">
      <h2 id="properties">
        Properties{' '}
        {data && data.count > 0 && (
          <span className="card-note">of the newest {formatNumber(data.count)}</span>
        )}
      </h2>
      {error && <ProblemState error={error} what="the properties" onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton lines={3} label="Loading the properties" />}
      {data?.properties.length === 0 && <p className="quiet">It comes without properties.</p>}
      {data && data.properties.length > 0 && (
        <Table label="Properties">
          <thead>
            <tr>
              <th scope="col">Property</th>
              <th scope="col">Types</th>
              <th scope="col">Samples</th>
              <th scope="col" className="number">
                Has it
              </th>
              <th scope="col">
                <span className="visually-hidden">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {data.properties.map((property) => (
              <PropertyRow
                key={property.key}
                property={property}
                event={event}
                count={data.count}
              />
            ))}
          </tbody>
        </Table>
      )}
    </section>
  );
}

interface PropertyRowProps {
  property: PropertyBody;
  event: EventRef;
  /** Of how many occurrences. */
  count: number;
}

function PropertyRow({ property, event, count }: PropertyRowProps) {
  const { mayEdit } = useProject();
  const { key, hidden, description, kinds, mixed, samples } = property;
  const subject = { type: 'property', ...event, key } as const;
  return (
    <tr data-hidden={hidden || undefined}>
      <td>
        <span className="code wrap-anywhere">{key}</span>
        {hidden && (
          <>
            {' '}
            <Note>Hidden</Note>
          </>
        )}
        <DescriptionField subject={subject} description={description} />
      </td>
      <td>
        <TypeList kinds={kinds} mixed={mixed} />
      </td>
      <td className="catalog-samples">
        {mixed ? (
          <ul className="conflict">
            {toTypeShares(kinds).map(({ kind, name }) => {
              const found = kinds.find((each) => each.kind === kind);
              return (
                <li key={kind}>
                  <span className="quiet">{name}: </span>
                  <Samples values={found?.samples ?? []} />
                  {found && (
                    <span className="quiet">
                      {' '}
                      last <RelativeTime at={found.lastSeen} />
                    </span>
                  )}
                </li>
              );
            })}
          </ul>
        ) : (
          <Samples values={samples} />
        )}
      </td>
      <td className="number">{formatShare(property.count, count)}</td>
      <td className="catalog-actions">
        {mayEdit && <HideButton subject={subject} name={key} hidden={hidden} />}
      </td>
    </tr>
  );
}

/** Some values, the most frequent first. */
export function Samples({ values }: { values: readonly (string | number | boolean)[] }) {
  return (
    <span className="samples wrap-anywhere" dir="auto">
      {values.map((value, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: 5 and "5" are two values
        <span key={at}>
          {at > 0 && ' · '}
          <ValueText value={value} />
        </span>
      ))}
    </span>
  );
}
