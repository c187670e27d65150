import { NumberText } from '../../ui/number-text.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';

interface FactsProps {
  facts: readonly (readonly [name: string, value: number])[];
  times?: readonly (readonly [name: string, at: string])[];
}

/** Numbers and times, each under its name. */
export function Facts({ facts, times = [] }: FactsProps) {
  return (
    <dl className="facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt className="quiet">{name}</dt>
          <dd>
            <NumberText value={value} />
          </dd>
        </div>
      ))}
      {times.map(([name, at]) => (
        <div key={name}>
          <dt className="quiet">{name}</dt>
          <dd>
            <RelativeTime at={at} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
