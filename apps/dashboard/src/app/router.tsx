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
import { pickTexts } from '../pages/pick-texts.ts';
import { readSegmentsSearch } from '../pages/segments/arrange-segments.ts';
import { readNewSegmentSearch, readSegmentSearch } from '../pages/segments/segment-search.ts';
import { usersQuery } from '../pages/users/users-query.ts';
import { readUsersSearch } from '../pages/users/users-search.ts';
import { untilServed } from '../ui/load-part.ts';
import { readLastProject } from './last-project.ts';
import { LoadError } from './load-error.tsx';
import { NotFound } from './not-found.tsx';
import { ProjectLayout } from './project-layout.tsx';
import { queryClient } from './query-client.ts';
import { RootLayout } from './root-layout.tsx';

type LoadPage = Parameters<typeof lazyRouteComponent>[0];

/** A page whose code is loaded when somebody goes there, once the server answers. */
function lazyPage(load: LoadPage, name: string) {
  return lazyRouteComponent(
    () =>
      load().catch(async (error) => {
        await untilServed();
        // The router then reloads.
        throw error;
      }),
    name,
  );
}

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
  component: lazyPage(() => import('../pages/account/sign-in-page.tsx'), 'SignInPage'),
});

const joinRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/join',
  component: lazyPage(() => import('../pages/account/join-page.tsx'), 'JoinPage'),
});

const accountRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/account',
  beforeLoad: requireSession,
  component: lazyPage(() => import('../pages/account/account-page.tsx'), 'AccountPage'),
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
  component: lazyPage(() => import('../pages/users/users-page.tsx'), 'UsersPage'),
});

const userRoute = createRoute({
  getParentRoute: () => usersRoute,
  path: '$userId',
  component: lazyPage(() => import('../pages/users/profile-panel.tsx'), 'ProfilePanel'),
});

const segmentsRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: 'segments',
  validateSearch: readSegmentsSearch,
  loader: ({ cause, params }) => {
    if (cause === 'enter') void queryClient.prefetchQuery(segmentsQuery(params.projectId));
  },
  component: lazyPage(() => import('../pages/segments/segments-page.tsx'), 'SegmentsPage'),
});

const loadSegmentPage = () => import('../pages/segments/segment-page.tsx');

const newSegmentRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: 'segments/new',
  validateSearch: readNewSegmentSearch,
  component: lazyPage(loadSegmentPage, 'NewSegmentPage'),
});

const segmentRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: 'segments/$segmentId',
  validateSearch: readSegmentSearch,
  component: lazyPage(loadSegmentPage, 'SegmentPage'),
});

const loadImports = () => import('../pages/imports/import-pages.ts');

const importsRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: 'imports',
  component: lazyPage(loadImports, 'ImportsPage'),
});

// One for all steps, which the page knows: each route of its own would cost every page some bytes.
const importRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: 'imports/$importId/{-$step}',
  component: lazyPage(loadImports, 'ImportPage'),
});

const experiencesRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: 'experiences',
  validateSearch: readExperiencesSearch,
  component: lazyPage(
    () => import('../pages/experiences/list/experiences-page.tsx'),
    'ExperiencesPage',
  ),
});

const loadExperience = () => import('../pages/experiences/experience-tabs.ts');

const experienceRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: 'experiences/$experienceId',
  component: lazyPage(loadExperience, 'ExperiencePage'),
});

const contentRoute = createRoute({
  getParentRoute: () => experienceRoute,
  path: '/',
  component: lazyPage(loadExperience, 'ContentTab'),
});

const targetRoute = createRoute({
  getParentRoute: () => experienceRoute,
  path: 'target',
  component: lazyPage(loadExperience, 'TargetTab'),
});

const analyticsRoute = createRoute({
  getParentRoute: () => experienceRoute,
  path: 'analytics',
  component: lazyPage(loadExperience, 'AnalyticsTab'),
});

const historyRoute = createRoute({
  getParentRoute: () => experienceRoute,
  path: 'history',
  component: lazyPage(loadExperience, 'HistoryTab'),
});

const loadCatalog = () => import('../pages/events/catalog-pages.ts');
const readCatalogSearch = pickTexts('q', 'source', 'sort', 'show');

const eventsRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: 'events',
  validateSearch: readCatalogSearch,
  component: lazyPage(loadCatalog, 'EventsPage'),
});

const eventRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: 'events/$source',
  validateSearch: pickTexts('name'),
  component: lazyPage(loadCatalog, 'EventPage'),
});

const attributesRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: 'events/attributes',
  validateSearch: readCatalogSearch,
  component: lazyPage(loadCatalog, 'AttributesPage'),
});

const attributeRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: 'events/attributes/$source',
  validateSearch: pickTexts('key'),
  component: lazyPage(loadCatalog, 'AttributePage'),
});

const loadTrackedEvents = () => import('../pages/tracked-events/tracked-event-pages.ts');

const trackedEventsRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: 'events/no-code',
  component: lazyPage(loadTrackedEvents, 'TrackedEventsPage'),
});

const trackedEventRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: 'events/no-code/$trackedEventId',
  component: lazyPage(loadTrackedEvents, 'TrackedEventPage'),
});

const loadSources = () => import('../pages/sources/source-pages.ts');

const sourcesRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: 'sources',
  /** While a source is being added. */
  validateSearch: (search): { new?: true } => (search.new === true ? { new: true } : {}),
  component: lazyPage(loadSources, 'SourcesPage'),
});

const sourceRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: 'sources/$sourceId',
  validateSearch: pickTexts('tab'),
  component: lazyPage(loadSources, 'SourcePage'),
});

const installRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: 'install',
  component: lazyPage(() => import('../pages/install/install-page.tsx'), 'InstallPage'),
});

const settingsRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: 'settings',
  component: lazyPage(() => import('../pages/settings/settings-layout.tsx'), 'SettingsLayout'),
});

const settingsHomeRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/',
  component: lazyPage(() => import('../pages/settings/general-page.tsx'), 'GeneralPage'),
});

const membersRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'members',
  component: lazyPage(() => import('../pages/settings/members-page.tsx'), 'MembersPage'),
});

const keysRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'keys',
  component: lazyPage(() => import('../pages/settings/keys-page.tsx'), 'KeysPage'),
});

const loadWebhooks = () => import('../pages/settings/webhooks/webhook-pages.ts');

const webhooksRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'webhooks',
  component: lazyPage(loadWebhooks, 'WebhooksPage'),
});

const webhookRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'webhooks/$webhookId',
  component: lazyPage(loadWebhooks, 'WebhookPage'),
});

const auditRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'audit',
  component: lazyPage(() => import('../pages/settings/audit-page.tsx'), 'AuditPage'),
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
    importsRoute,
    importRoute,
    experiencesRoute,
    experienceRoute.addChildren([contentRoute, targetRoute, analyticsRoute, historyRoute]),
    eventsRoute,
    eventRoute,
    attributesRoute,
    attributeRoute,
    trackedEventsRoute,
    trackedEventRoute,
    sourcesRoute,
    sourceRoute,
    installRoute,
    settingsRoute.addChildren([
      settingsHomeRoute,
      membersRoute,
      keysRoute,
      webhooksRoute,
      webhookRoute,
      auditRoute,
    ]),
  ]),
]);

/** Every page and its address. */
export const router = createRouter({
  routeTree,
  // Of an address a page is given what it can read, and nothing else.
  search: { strict: true },
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
