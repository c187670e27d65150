import { useInfiniteQuery } from '@tanstack/react-query';
import { ChevronRight } from 'lucide-react';
import { Fragment, useState } from 'react';
import { type AuditEntry, auditQuery } from '../../api/audit-api.ts';
import { useProject } from '../../api/current-project.ts';
import { Button } from '../../ui/button.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Table } from '../../ui/table.tsx';
import { ProblemState } from '../problem-state.tsx';
import { describeAction } from './describe-action.ts';

/** Who changed what and when, with before and after. */
export function AuditPage() {
  const { id: projectId } = useProject();
  const list = useInfiniteQuery(auditQuery(projectId));
  if (list.error) {
    return (
      <ProblemState error={list.error} what="the audit log" onRetry={() => void list.refetch()} />
    );
  }
  if (!list.data) return <Skeleton lines={6} height={32} label="Loading the audit log" />;
  const entries = list.data.pages.flatMap((page) => page.entries);
  return (
    <>
      <Table label="Audit log">
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">Of</th>
            <th scope="col">Who</th>
            <th scope="col">When</th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <AuditRow key={entry.id} entry={entry} />
          ))}
        </tbody>
      </Table>
      {list.hasNextPage && (
        <p className="page-toolbar settings-section">
          <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            Show earlier ones
          </Button>
        </p>
      )}
    </>
  );
}

function AuditRow({ entry }: { entry: AuditEntry }) {
  const [isOpen, setOpen] = useState(false);
  const { action, subject, by, at, before, after } = entry;
  const hasContent = before !== null || after !== null;
  return (
    <Fragment>
      <tr>
        <td>
          {hasContent ? (
            <button
              type="button"
              className="disclosure"
              aria-expanded={isOpen}
              onClick={() => setOpen(!isOpen)}
            >
              <ChevronRight size={14} aria-hidden="true" className="disclosure-arrow" />
              {describeAction(action)}
            </button>
          ) : (
            describeAction(action)
          )}
        </td>
        <td className="wrap-anywhere">{nameSubject(entry) ?? <code>{subject}</code>}</td>
        <td className="wrap-anywhere">{by}</td>
        <td>
          <RelativeTime at={at} />
        </td>
      </tr>
      {isOpen && (
        <tr>
          <td colSpan={4}>
            <div className="audit-pair">
              <Content title="Before" value={before} />
              <Content title="After" value={after} />
            </div>
          </td>
        </tr>
      )}
    </Fragment>
  );
}

function Content({ title, value }: { title: string; value: unknown }) {
  return (
    <div>
      <h3>{title}</h3>
      <pre className="audit-change code">
        {value === null ? 'nothing' : JSON.stringify(value, null, 2)}
      </pre>
    </div>
  );
}

/** What it is called, where what was written says so. */
function nameSubject({ before, after }: AuditEntry): string | undefined {
  for (const content of [after, before]) {
    if (typeof content !== 'object' || content === null) continue;
    if ('name' in content && typeof content.name === 'string') return content.name;
    if ('email' in content && typeof content.email === 'string') return content.email;
  }
  return undefined;
}
