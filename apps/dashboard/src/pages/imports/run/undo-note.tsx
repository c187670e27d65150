import type { ImportBody } from '@muster/protocol';
import { formatCount } from '../../../ui/number-text.tsx';
import { RelativeTime } from '../../../ui/relative-time.tsx';
import { Callout } from '../callout.tsx';

/** That an import was taken back, by whom, and what of it could not be. */
export function UndoNote({ undo }: { undo: NonNullable<ImportBody['undo']> }) {
  const { state, at, by, restored, removed, kept, failure } = undo;
  if (state === 'running') {
    return (
      <Callout tone="info" title="Being undone">
        <p>
          {formatCount(removed, 'user')} removed and {formatCount(restored, 'user')} restored so
          far. It goes on in the server.
        </p>
      </Callout>
    );
  }
  if (state === 'failed') {
    return (
      <Callout tone="bad" title="It could not be undone">
        <p>{failure}</p>
      </Callout>
    );
  }
  return (
    <Callout tone="info" title="Undone">
      <p>
        <RelativeTime at={at} /> by {by}: {formatCount(removed, 'user')} removed,{' '}
        {formatCount(restored, 'user')} restored.
        {kept > 0 &&
          ` ${formatCount(kept, 'user')} whom it had created ${kept === 1 ? 'stays' : 'stay'}: something newer is known of them.`}
      </p>
    </Callout>
  );
}
