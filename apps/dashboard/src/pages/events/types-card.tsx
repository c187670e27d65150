import type { AttributeDetailBody } from '@muster/protocol';
import { formatCount, formatShare, NumberText } from '../../ui/number-text.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Table } from '../../ui/table.tsx';
import { Samples } from './properties-card.tsx';
import { toTypeShares } from './type-shares.ts';

/** Each type that its values come in: how many, from whom, for example. */
export function TypesCard({ attribute }: { attribute: AttributeDetailBody }) {
  const { kinds, mixed } = attribute;
  const shares = toTypeShares(kinds);
  const all = shares.reduce((sum, { count }) => sum + count, 0);
  return (
    <section className="card catalog-card" aria-labelledby="types">
      <h2 id="types">Types and senders</h2>
      {mixed && (
        <p className="conflict-note" role="note">
          Values of different types have come. A condition asks about one type: those who have
          another do not match it. Have its senders agree, or name two attributes.
        </p>
      )}
      <Table label="Types">
        <thead>
          <tr>
            <th scope="col">Type</th>
            <th scope="col" className="number">
              Users
            </th>
            <th scope="col">Sent by</th>
            <th scope="col">Samples</th>
          </tr>
        </thead>
        <tbody>
          {shares.map(({ kind, name, count }) => (
            <tr key={kind}>
              <td>{name}</td>
              <td className="number">
                <NumberText value={count} />
                {shares.length > 1 && <span className="quiet"> {formatShare(count, all)}</span>}
              </td>
              <td>
                <Senders of={kinds.find((each) => each.kind === kind)} />
              </td>
              <td className="catalog-samples">
                <Samples values={samplesOf(kinds, kind)} />
              </td>
            </tr>
          ))}
        </tbody>
      </Table>
    </section>
  );
}

type Kinds = AttributeDetailBody['kinds'];

/** A text that reads as a date has its samples among the texts. */
function samplesOf(kinds: Kinds, wanted: Kinds[number]['kind']) {
  const named = wanted === 'date' ? 'string' : wanted;
  const found = kinds.find(({ kind }) => kind === named);
  return found?.samples.map(({ value }) => value) ?? [];
}

function Senders({ of }: { of: Kinds[number] | undefined }) {
  if (of === undefined || of.senders.length === 0) {
    return <span className="quiet">counted by Muster</span>;
  }
  const isAll = of.lookedAt >= of.count;
  return (
    <>
      <ul className="conflict">
        {of.senders.map(({ source, users, lastSet }) => (
          <li key={source} dir="auto">
            {source}
            <span className="quiet">
              {' '}
              {formatCount(users, 'user')}, last <RelativeTime at={lastSet} />
            </span>
          </li>
        ))}
      </ul>
      {!isAll && <span className="cell-note">of the {of.lookedAt} users who changed last</span>}
    </>
  );
}
