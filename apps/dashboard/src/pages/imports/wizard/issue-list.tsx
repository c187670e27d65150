import type { ImportIssueBody } from '@muster/protocol';
import { formatNumber } from '../../../ui/number-text.tsx';

/** Some rows and what is wrong with them, in sentences. */
export function IssueList({ issues }: { issues: readonly ImportIssueBody[] }) {
  return (
    <ul>
      {issues.map(({ row, column, reason }) => (
        <li key={`${row} ${column} ${reason}`} className="wrap-anywhere">
          Row {formatNumber(row)}
          {column !== '' && (
            <>
              , <code>{column}</code>
            </>
          )}
          : {reason}
        </li>
      ))}
    </ul>
  );
}
