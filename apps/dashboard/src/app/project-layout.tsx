import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { Link, Outlet, useParams } from '@tanstack/react-router';
import { FolderX } from 'lucide-react';
import { useEffect, useMemo } from 'react';
import { CurrentProjectProvider, toCurrentProject } from '../api/current-project.ts';
import { LiveProvider, openStream } from '../api/live.ts';
import { createLiveStore } from '../api/live-store.ts';
import { sessionQuery } from '../api/session-api.ts';
import { whileVisible } from '../api/while-visible.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { rememberProject } from './last-project.ts';
import { Navigation } from './navigation.tsx';
import { Shortcuts } from './shortcuts.tsx';
import '../pages/page.css';
import './shell.css';

/** A project: its navigation, its live stream, and the page. */
export function ProjectLayout() {
  const { projectId } = useParams({ from: '/p/$projectId' });
  const { data: session } = useSuspenseQuery(sessionQuery);
  const project = session.projects.find(({ id }) => id === projectId);
  useEffect(() => {
    if (project) rememberProject(project.id);
  }, [project]);
  const live = useProjectLive(projectId, project !== undefined);
  const current = useMemo(() => project && toCurrentProject(project), [project]);
  if (current === undefined) {
    return (
      <EmptyState
        icon={<FolderX size={20} />}
        title="No such project"
        action={
          <Link to="/" className="button button-plain">
            Go to the dashboard
          </Link>
        }
      >
        It does not exist, or no longer, or you are not one of its members.
      </EmptyState>
    );
  }
  return (
    <CurrentProjectProvider value={current}>
      <LiveProvider value={live}>
        <a className="skip-link" href="#content">
          Skip to the content
        </a>
        <div className="shell">
          <Navigation session={session} />
          <main id="content" className="content" tabIndex={-1}>
            <Outlet />
          </main>
        </div>
        <Shortcuts />
      </LiveProvider>
    </CurrentProjectProvider>
  );
}

function useProjectLive(projectId: string, isThere: boolean) {
  const client = useQueryClient();
  const live = useMemo(
    () =>
      createLiveStore({
        open: (segmentIds) => openStream(projectId, segmentIds),
        later: (run, afterMs) => setTimeout(run, afterMs),
        now: () => Date.now(),
        onSegments: () => {
          for (const part of ['segments', 'experiences', 'analytics']) {
            void client.invalidateQueries({ queryKey: [projectId, part] });
          }
        },
        // Whoever listened may be no member any more, or the project may be gone.
        onRefused: () => void client.invalidateQueries({ queryKey: sessionQuery.queryKey }),
        onData: () => {
          void client.invalidateQueries({ queryKey: [projectId, 'user'] });
          void client.invalidateQueries({ queryKey: [projectId, 'count'] });
          // A list that somebody reads does not change under her eyes: it is new when it is next opened.
          for (const part of ['audience', 'found', 'insight', 'catalog']) {
            void client.invalidateQueries({ queryKey: [projectId, part], refetchType: 'none' });
          }
        },
      }),
    [projectId, client],
  );
  useEffect(() => (isThere ? whileVisible(document, live.start) : undefined), [live, isThere]);
  return live;
}
