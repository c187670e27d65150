import type { TrackedEventBody } from '@muster/protocol';
import { Note } from '../../ui/badge.tsx';
import { statusLabels } from '../experiences/experience-status.ts';

const tones = { draft: 'neutral', live: 'good', paused: 'warning' } as const;

/** Whether pages look for it. */
export function TrackedStatus({ status }: Pick<TrackedEventBody, 'status'>) {
  return <Note tone={tones[status]}>{statusLabels[status]}</Note>;
}
