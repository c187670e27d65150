import { useSyncExternalStore } from 'react';
import { Button } from '../ui/button.tsx';
import { missingPart } from '../ui/load-part.ts';
import { connection } from './query-client.ts';
import './banner.css';

/** Says that the server does not answer, for as long as that is so, and what has come of it. */
export function ReconnectBanner() {
  const state = useSyncExternalStore(connection.subscribe, connection.current);
  const isMissing = useSyncExternalStore(missingPart.subscribe, missingPart.current);
  return (
    <div role="status">
      {state === 'down' ? (
        <p className="banner">
          <span className="spinner" aria-hidden="true" /> The server does not answer. Trying again…
          what you see may be out of date.
        </p>
      ) : (
        isMissing && (
          <p className="banner">
            A part of this page is missing.
            <Button onClick={() => window.location.reload()}>Reload</Button>
          </p>
        )
      )}
    </div>
  );
}
