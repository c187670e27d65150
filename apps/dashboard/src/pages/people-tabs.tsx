import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useProject } from '../api/current-project.ts';
import { segmentsQuery } from '../api/segments-api.ts';
import { formatNumber } from '../ui/number-text.tsx';
import '../ui/tabs.css';

/** The tabs of Users & Segments; the number of segments is live. */
export function PeopleTabs() {
  const { id: projectId } = useProject();
  const { data: segments } = useQuery(segmentsQuery(projectId));
  const tab = { params: { projectId }, className: 'tab' };
  return (
    <nav className="tab-list page-tabs" aria-label="Users and segments">
      <Link to="/p/$projectId/users" {...tab}>
        Users
      </Link>
      <Link to="/p/$projectId/segments" {...tab}>
        Segments
        {segments && <span className="tab-count">{formatNumber(segments.length)}</span>}
      </Link>
      <Link to="/p/$projectId/imports" {...tab}>
        Imports
      </Link>
    </nav>
  );
}
