import { X } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { toasts } from './toast-store.ts';
import './toasts.css';

/** Shows the messages of `toasts` at the bottom of the window; screen readers hear them. */
export function Toasts() {
  const list = useSyncExternalStore(toasts.subscribe, toasts.list);
  return (
    <section className="toasts" aria-live="polite" aria-label="Notifications">
      {list.map(({ id, text, tone, action }) => (
        <div key={id} className={`toast toast-${tone}`}>
          <span className="toast-text">{text}</span>
          {action && (
            <button
              type="button"
              className="toast-action"
              onClick={() => {
                toasts.dismiss(id);
                action.run();
              }}
            >
              {action.label}
            </button>
          )}
          <button
            type="button"
            className="icon-button toast-close"
            aria-label="Dismiss"
            onClick={() => toasts.dismiss(id)}
          >
            <X size={14} />
          </button>
        </div>
      ))}
    </section>
  );
}
