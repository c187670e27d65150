import { Link } from '@tanstack/react-router';
import { useProject } from '../../api/current-project.ts';
import '../../ui/tabs.css';

/** What there is of events. */
export function CatalogTabs() {
  const { id: projectId } = useProject();
  const tab = { params: { projectId }, className: 'tab' };
  return (
    <nav className="tab-list page-tabs" aria-label="Events">
      <Link
        to="/p/$projectId/events"
        activeOptions={{ exact: true, includeSearch: false }}
        {...tab}
      >
        Events
      </Link>
      <Link to="/p/$projectId/events/attributes" {...tab}>
        Attributes
      </Link>
      <Link to="/p/$projectId/events/no-code" {...tab}>
        No-code events
      </Link>
    </nav>
  );
}
