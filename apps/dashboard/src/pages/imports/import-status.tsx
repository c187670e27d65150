import type { ImportSummaryBody } from '@muster/protocol';
import { Note } from '../../ui/badge.tsx';

type Status = ImportSummaryBody['status'];

/** What has become of an import, in a word. */
export const statusWords: Readonly<Record<Status, string>> = {
  draft: 'Draft',
  running: 'Running',
  done: 'Done',
  failed: 'Failed',
  cancelled: 'Cancelled',
};

const tones = {
  draft: 'neutral',
  running: 'accent',
  done: 'good',
  failed: 'bad',
  cancelled: 'warning',
} as const satisfies Record<Status, string>;

const undoLooks = {
  running: { label: 'Being undone', tone: 'accent' },
  done: { label: 'Undone', tone: 'neutral' },
  failed: { label: 'Undo failed', tone: 'bad' },
} as const;

/** The status of an import, and of taking it back. */
export function ImportStatus({ status, undo }: Pick<ImportSummaryBody, 'status' | 'undo'>) {
  const undoLook = undo && undoLooks[undo.state];
  return (
    <span className="import-status">
      <Note tone={tones[status]}>{statusWords[status]}</Note>
      {undoLook && <Note tone={undoLook.tone}>{undoLook.label}</Note>}
    </span>
  );
}
