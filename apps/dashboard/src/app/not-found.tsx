import { Link } from '@tanstack/react-router';
import { Compass } from 'lucide-react';
import { EmptyState } from '../ui/empty-state.tsx';

/** No page has this address. */
export function NotFound() {
  return (
    <section className="page" aria-label="No page">
      <h1 className="visually-hidden">No page</h1>
      <EmptyState
        icon={<Compass size={20} />}
        title="There is no page at this address"
        action={
          <Link to="/" className="button button-plain">
            Go to the dashboard
          </Link>
        }
      >
        The link may be old, or cut short.
      </EmptyState>
    </section>
  );
}
