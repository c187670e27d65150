import type { ImportBody } from '@muster/protocol';
import { NumberText } from '../../../ui/number-text.tsx';
import { Table } from '../../../ui/table.tsx';
import { scopeWords } from '../issues-table.tsx';

type Reasons = NonNullable<ImportBody['validation']>['reasons'];

/** Why rows and cells would be refused, and how many of them for each reason. */
export function ReasonsTable({ reasons }: { reasons: Reasons }) {
  return (
    <Table label="Reasons">
      <thead>
        <tr>
          <th scope="col" className="number">
            Times
          </th>
          <th scope="col">Column</th>
          <th scope="col">Reason</th>
          <th scope="col">What happens</th>
        </tr>
      </thead>
      <tbody>
        {reasons.map(({ reason, column, scope, count }) => (
          <tr key={`${scope} ${column} ${reason}`}>
            <td className="number">
              <NumberText value={count} />
            </td>
            <td className="issue-column">
              {column !== '' && <code className="wrap-anywhere">{column}</code>}
            </td>
            <td className="issue-reason wrap-anywhere">{reason}</td>
            <td>{scopeWords[scope]}</td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
