import type { ImportIssueBody } from '@muster/protocol';
import { NumberText } from '../../ui/number-text.tsx';
import { Table } from '../../ui/table.tsx';

/** What an issue does to its row. */
export const scopeWords: Readonly<Record<ImportIssueBody['scope'], string>> = {
  row: 'The row is refused',
  cell: 'The cell is left out',
  note: 'It is taken',
};

/** Rows and cells with what is wrong with them. */
export function IssuesTable({ issues }: { issues: readonly ImportIssueBody[] }) {
  return (
    <Table label="Rows">
      <thead>
        <tr>
          <th scope="col" className="number">
            Row
          </th>
          <th scope="col">Column</th>
          <th scope="col">Value</th>
          <th scope="col">Reason</th>
          <th scope="col">What happens</th>
        </tr>
      </thead>
      <tbody>
        {issues.map((issue) => (
          <tr key={`${issue.row} ${issue.column} ${issue.reason}`}>
            <td className="number">
              <NumberText value={issue.row} />
            </td>
            <td className="issue-column">
              {issue.column !== '' && <code className="wrap-anywhere">{issue.column}</code>}
            </td>
            <td>
              {issue.value !== '' && (
                <code className="issue-value" dir="auto">
                  {issue.value}
                </code>
              )}
            </td>
            <td className="issue-reason wrap-anywhere">{issue.reason}</td>
            <td>{scopeWords[issue.scope]}</td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
