import type { ImportBody } from '@muster/protocol';
import { RelativeTime } from '../../../ui/relative-time.tsx';
import { useTitle } from '../../../ui/use-title.ts';
import { Callout } from '../callout.tsx';
import { ImportHead } from '../import-head.tsx';
import { ImportStatus } from '../import-status.tsx';
import { describeRows, formatBytes } from '../import-words.ts';
import { SettingsSummary } from '../run/settings-summary.tsx';

/** A draft, for those who may only read. */
export function DraftReading({ draft }: { draft: ImportBody }) {
  useTitle(draft.name);
  return (
    <>
      <ImportHead
        name={draft.name}
        facts={
          <>
            <ImportStatus status={draft.status} undo={draft.undo} />
            <span>{formatBytes(draft.fileBytes)}</span>
            <span>{describeRows(draft.progress.ofRows)}</span>
            <span className="quiet">
              Created <RelativeTime at={draft.createdAt} /> by {draft.createdBy}
            </span>
          </>
        }
      />
      <div className="import-body">
        <Callout tone="info">
          <p>Not imported yet: no user has been changed. An editor of the project can go on.</p>
        </Callout>
        <SettingsSummary imported={draft} />
      </div>
    </>
  );
}
