import { Link } from '@tanstack/react-router';
import { useProject } from '../../api/current-project.ts';
import '../../ui/tabs.css';

/** The two lists of the catalog. */
export function CatalogTabs() {
  const { id: projectId } = useProject();
  const tab = { params: { projectId }, className: 'tab' };
  return (
    <nav className="tab-list page-tabs" aria-label="Catalog">
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
    </nav>
  );
}
