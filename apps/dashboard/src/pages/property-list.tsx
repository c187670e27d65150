import type { UserEventBody } from '@muster/protocol';
import { ValueText } from './value-text.tsx';
import './property-list.css';

/** The properties of an occurrence, name by name; nothing when there are none. */
export function PropertyList({ properties }: { properties: UserEventBody['properties'] }) {
  const entries = Object.entries(properties);
  if (entries.length === 0) return null;
  return (
    <dl className="activity-properties">
      {entries.map(([key, value]) => (
        <div key={key}>
          <dt className="code">{key}</dt>
          <dd className="wrap-anywhere" dir="auto">
            <ValueText value={value} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
