import type { ExperienceSummaryBody } from '@muster/protocol';
import { Note } from '../../ui/badge.tsx';
import { useNow } from '../../ui/use-now.ts';
import { type ShownStatus, statusLabels, toShownStatus } from './experience-status.ts';
import './status-note.css';

const tones = {
  draft: 'neutral',
  live: 'good',
  scheduled: 'accent',
  paused: 'warning',
  expired: 'neutral',
} as const satisfies Record<ShownStatus, string>;

type Noted = Pick<ExperienceSummaryBody, 'status' | 'target' | 'problems'>;

/** Whether it is shown now; in red why it is shown to nobody, when it would be but for a problem. */
export function StatusNote({ experience }: { experience: Noted }) {
  const status = toShownStatus(experience, useNow(30_000));
  const [problem] = experience.problems;
  return (
    <span className="status-notes">
      <Note tone={tones[status]}>{statusLabels[status]}</Note>
      {problem && (
        <span title={problem.message}>
          <Note tone="bad">
            Shown to nobody
            <span className="visually-hidden">: {problem.message}</span>
          </Note>
        </span>
      )}
    </span>
  );
}
