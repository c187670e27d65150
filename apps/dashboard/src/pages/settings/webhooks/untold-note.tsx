import type { WebhookEventType } from '@muster/protocol';
import type { MovesUntold } from '../../../api/webhooks-api.ts';

interface UntoldNoteProps {
  reason: MovesUntold;
  /** What is listened for. */
  events: readonly WebhookEventType[];
}

/** Says that who enters and leaves is not told, and what to do about it, to whom it was promised. */
export function UntoldNote({ reason, events }: UntoldNoteProps) {
  const isWanted = events.some((type) => type === 'segment.entered' || type === 'segment.left');
  if (reason === null || !isWanted) return null;
  return (
    <p className="settings-note" role="status">
      Nobody is told who enters and leaves segments:{' '}
      {reason === 'off'
        ? 'live membership is turned off on this server'
        : 'live membership would need more memory than it may have on this server'}{' '}
      (<code>MUSTER_LIVE_MEMORY_MB</code>).
    </p>
  );
}
