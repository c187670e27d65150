import { useSyncExternalStore } from 'react';
import { connection } from './query-client.ts';
import './banner.css';

/** Says that the server does not answer, for as long as that is so. */
export function ReconnectBanner() {
  const state = useSyncExternalStore(connection.subscribe, connection.current);
  return (
    <div role="status">
      {state === 'down' && (
        <p className="banner">
          <span className="spinner" aria-hidden="true" /> The server does not answer. Trying again…
          what you see may be out of date.
        </p>
      )}
    </div>
  );
}
