import type { ExperienceSummaryBody } from '@muster/protocol';
import { Note } from '../../ui/badge.tsx';
import { useNow } from '../../ui/use-now.ts';
import { findTrouble, type ShownStatus, statusLabels, toShownStatus } from './experience-status.ts';
import './status-note.css';

const tones = {
  draft: 'neutral',
  live: 'good',
  scheduled: 'accent',
  paused: 'warning',
  expired: 'neutral',
} as const satisfies Record<ShownStatus, string>;

type Noted = Pick<ExperienceSummaryBody, 'status' | 'target' | 'problems'>;

/** Whether it is shown now, and what a Who that cannot be evaluated comes to. */
export function StatusNote({ experience }: { experience: Noted }) {
  const status = toShownStatus(experience, useNow(30_000));
  const trouble = findTrouble(experience);
  return (
    <span className="status-notes">
      <Note tone={tones[status]}>{statusLabels[status]}</Note>
      {trouble && (
        <span title={trouble.detail}>
          <Note tone={trouble.tone}>
            {trouble.label}
            <span className="visually-hidden">: {trouble.detail}</span>
          </Note>
        </span>
      )}
    </span>
  );
}
