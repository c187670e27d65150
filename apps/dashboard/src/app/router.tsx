import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import { ApiProblem } from '../api/problem.ts';
import { segmentsQuery } from '../api/segments-api.ts';
import { sessionQuery } from '../api/session-api.ts';
import { readExperiencesSearch } from '../pages/experiences/list/experiences-search.ts';
import { readSegmentsSearch } from '../pages/segments/arrange-segments.ts';
import { readNewSegmentSearch, readSegmentSearch } from '../pages/segments/segment-search.ts';
import { usersQuery } from '../pages/users/users-query.ts';
import { readUsersSearch } from '../pages/users/users-search.ts';
import { readLastProject } from './last-project.ts';
import { LoadError } from './load-error.tsx';
import { NotFound } from './not-found.tsx';
import { ProjectLayout } from './project-layout.tsx';
import { queryClient } from './query-client.ts';
import { RootLayout } from './root-layout.tsx';

const rootRoute = createRootRoute({
  component: RootLayout,
  errorComponent: LoadError,
  notFoundComponent: NotFound,
});

/** Who is signed in; whoever is not is sent to sign in and comes back to where she wanted to go. */
async function requireSession({ location }: { location: { href: string } }) {
  try {
    return { session: await queryClient.ensureQueryData(sessionQuery) };
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 401) {
      throw redirect({
        to: '/sign-in',
        search: location.href === '/' ? {} : { to: location.href },
      });
    }
    throw error;
  }
}

const homeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  beforeLoad: async ({ location }) => {
    const { session } = await requireSession({ location });
    const last = session.projects.find(({ id }) => id === readLastProject());
    const project = last ?? session.projects[0];
    if (project === undefined) throw redirect({ to: '/account' });
    throw redirect({ to: '/p/$projectId/users', params: { projectId: project.id } });
  },
});

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: ({ to }): { to?: string } => (typeof to === 'string' ? { to } : {}),
  component: lazyRouteComponent(() => import('../pages/account/sign-in-page.tsx'), 'SignInPage'),
});

const joinRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/join',
  component: lazyRouteComponent(() => import('../pages/account/join-page.tsx'), 'JoinPage'),
});

const accountRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/account',
  beforeLoad: requireSession,
  component: lazyRouteComponent(() => import('../pages/account/account-page.tsx'), 'AccountPage'),
});

const projectRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/p/$projectId',
  beforeLoad: requireSession,
  component: ProjectLayout,
});

const projectHomeRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/',
  beforeLoad: ({ params }) => {
    throw redirect({ to: '/p/$projectId/users', params });
  },
});

const usersRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: 'users',
  validateSearch: readUsersSearch,
  loaderDeps: ({ search }) => search,
  // Asked while the page itself is loaded; the page waits for it.
  loader: ({ cause, params: { projectId }, deps }) => {
    if (cause !== 'enter') return;
    void queryClient.prefetchInfiniteQuery(usersQuery(projectId, deps, deps.columns));
  },
  component: lazyRouteComponent(() => import('../pages/users/users-page.tsx'), 'UsersPage'),
});

const userRoute = createRoute({
  getParentRoute: () => usersRoute,
  path: '$userId',
  component: lazyRouteComponent(() => import('../pages/users/profile-panel.tsx'), 'ProfilePanel'),
});

const segmentsRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: 'segments',
  validateSearch: readSegmentsSearch,
  loader: ({ cause, params }) => {
    if (cause === 'enter') void queryClient.prefetchQuery(segmentsQuery(params.projectId));
  },
  component: lazyRouteComponent(
    () => import('../pages/segments/segments-page.tsx'),
    'SegmentsPage',
  ),
});

const loadSegmentPage = () => import('../pages/segments/segment-page.tsx');

const newSegmentRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: 'segments/new',
  validateSearch: readNewSegmentSearch,
  component: lazyRouteComponent(loadSegmentPage, 'NewSegmentPage'),
});

const segmentRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: 'segments/$segmentId',
  validateSearch: readSegmentSearch,
  component: lazyRouteComponent(loadSegmentPage, 'SegmentPage'),
});

const experiencesRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: 'experiences',
  validateSearch: readExperiencesSearch,
  component: lazyRouteComponent(
    () => import('../pages/experiences/list/experiences-page.tsx'),
    'ExperiencesPage',
  ),
});

const loadExperience = () => import('../pages/experiences/experience-tabs.ts');

const experienceRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: 'experiences/$experienceId',
  component: lazyRouteComponent(loadExperience, 'ExperiencePage'),
});

const contentRoute = createRoute({
  getParentRoute: () => experienceRoute,
  path: '/',
  component: lazyRouteComponent(loadExperience, 'ContentTab'),
});

const targetRoute = createRoute({
  getParentRoute: () => experienceRoute,
  path: 'target',
  component: lazyRouteComponent(loadExperience, 'TargetTab'),
});

const analyticsRoute = createRoute({
  getParentRoute: () => experienceRoute,
  path: 'analytics',
  component: lazyRouteComponent(loadExperience, 'AnalyticsTab'),
});

const historyRoute = createRoute({
  getParentRoute: () => experienceRoute,
  path: 'history',
  component: lazyRouteComponent(loadExperience, 'HistoryTab'),
});

const installRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: 'install',
  component: lazyRouteComponent(() => import('../pages/install/install-page.tsx'), 'InstallPage'),
});

const settingsRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: 'settings',
  component: lazyRouteComponent(
    () => import('../pages/settings/settings-layout.tsx'),
    'SettingsLayout',
  ),
});

const settingsHomeRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/',
  component: lazyRouteComponent(() => import('../pages/settings/general-page.tsx'), 'GeneralPage'),
});

const membersRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'members',
  component: lazyRouteComponent(() => import('../pages/settings/members-page.tsx'), 'MembersPage'),
});

const keysRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'keys',
  component: lazyRouteComponent(() => import('../pages/settings/keys-page.tsx'), 'KeysPage'),
});

const auditRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'audit',
  component: lazyRouteComponent(() => import('../pages/settings/audit-page.tsx'), 'AuditPage'),
});

const routeTree = rootRoute.addChildren([
  homeRoute,
  signInRoute,
  joinRoute,
  accountRoute,
  projectRoute.addChildren([
    projectHomeRoute,
    usersRoute.addChildren([userRoute]),
    segmentsRoute,
    newSegmentRoute,
    segmentRoute,
    experiencesRoute,
    experienceRoute.addChildren([contentRoute, targetRoute, analyticsRoute, historyRoute]),
    installRoute,
    settingsRoute.addChildren([settingsHomeRoute, membersRoute, keysRoute, auditRoute]),
  ]),
]);

/** Every page and its address. */
export const router = createRouter({
  routeTree,
  defaultPreload: 'intent',
  scrollRestoration: true,
  defaultErrorComponent: LoadError,
  defaultNotFoundComponent: NotFound,
  defaultPendingMs: 300,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
