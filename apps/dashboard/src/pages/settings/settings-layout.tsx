import { Link, Outlet } from '@tanstack/react-router';
import { useProject } from '../../api/current-project.ts';
import { PageHeader } from '../page-header.tsx';
import '../../ui/tabs.css';
import './settings.css';

/** The pages of settings; those for admins are offered to admins. */
export function SettingsLayout() {
  const { id: projectId, mayAdminister } = useProject();
  const tab = { params: { projectId }, className: 'tab' };
  return (
    <div className="page settings">
      <PageHeader title="Settings" />
      <nav className="tab-list page-tabs" aria-label="Settings">
        <Link to="/p/$projectId/settings" activeOptions={{ exact: true }} {...tab}>
          Project
        </Link>
        {mayAdminister && (
          <>
            <Link to="/p/$projectId/settings/members" {...tab}>
              Members
            </Link>
            <Link to="/p/$projectId/settings/keys" {...tab}>
              API keys
            </Link>
            <Link to="/p/$projectId/settings/webhooks" {...tab}>
              Webhooks
            </Link>
            <Link to="/p/$projectId/settings/audit" {...tab}>
              Audit log
            </Link>
          </>
        )}
      </nav>
      <Outlet />
    </div>
  );
}
