import { OpenAPIHono } from '@hono/zod-openapi';
import type { Logger } from 'pino';
import { createLocalRoutes } from './cli/local-routes.ts';
import type { AppEnv } from './http/app-env.ts';
import type { Authenticator } from './http/authenticate.ts';
import { createRouteGuard } from './http/guard-route.ts';
import { createErrorHandler } from './http/handle-errors.ts';
import { identifyRequest } from './http/identify-request.ts';
import { refuseInvalid } from './http/refuse-invalid.ts';
import { createNotFoundHandler } from './http/refuse-method.ts';
import type { IndexEngines } from './index/engine.ts';
import type { Indexer } from './index/indexer.ts';
import { createJoinRoutes } from './modules/accounts/join-routes.ts';
import { createJoinService } from './modules/accounts/join-service.ts';
import { createLoginLimits } from './modules/accounts/login-limits.ts';
import { createMemberRoutes } from './modules/accounts/member-routes.ts';
import { createMemberService } from './modules/accounts/member-service.ts';
import type { Passwords } from './modules/accounts/passwords.ts';
import { createSessionRoutes } from './modules/accounts/session-routes.ts';
import { createSessionService } from './modules/accounts/session-service.ts';
import { askAs, createIndexQuestions } from './modules/audience/ask-index.ts';
import { createAudienceRoutes } from './modules/audience/audience-routes.ts';
import { createAudienceService } from './modules/audience/audience-service.ts';
import { createPlanQuestions } from './modules/audience/plan-questions.ts';
import { createSnapshots } from './modules/audience/snapshots.ts';
import { createAuditRoutes } from './modules/audit/audit-routes.ts';
import { createCatalogRoutes } from './modules/catalog/catalog-routes.ts';
import { createCatalogService } from './modules/catalog/catalog-service.ts';
import type { DashboardFile } from './modules/dashboard/dashboard-files.ts';
import { createServeDashboard } from './modules/dashboard/serve-dashboard.ts';
import { createAnalyticsRoutes } from './modules/experiences/analytics/analytics-routes.ts';
import { createExperienceReads } from './modules/experiences/experience-reads.ts';
import { createExperienceRoutes } from './modules/experiences/experience-routes.ts';
import { createExperienceWrites } from './modules/experiences/experience-writes.ts';
import { createPreview } from './modules/experiences/preview-experience.ts';
import type { ExportFolder } from './modules/exports/export-file.ts';
import type { ExportJob } from './modules/exports/export-job.ts';
import { createExportJobRoutes } from './modules/exports/export-job-routes.ts';
import { createExportService } from './modules/exports/export-service.ts';
import { createHealthRoutes } from './modules/health/health-routes.ts';
import type { Metrics } from './modules/health/metrics.ts';
import { createCsvRoutes } from './modules/imports/csv-routes.ts';
import { createImportRoutes } from './modules/imports/import-routes.ts';
import type { ImportService } from './modules/imports/import-service.ts';
import { createIngestRoutes } from './modules/ingest/routes.ts';
import type { Intake } from './modules/intake/intake.ts';
import { createLiveHub } from './modules/live/live-hub.ts';
import { createLiveRoutes } from './modules/live/live-routes.ts';
import type { ComparisonCounts } from './modules/membership/comparison-tally.ts';
import type { MembersDesk } from './modules/membership/follow-members.ts';
import { createOpenApiDocument } from './modules/openapi/openapi-document.ts';
import { createOpenApiRoutes } from './modules/openapi/openapi-routes.ts';
import { eraseProfile } from './modules/profiles/erase-profile.ts';
import { createKeyRoutes } from './modules/projects/key-routes.ts';
import { createKeyService } from './modules/projects/key-service.ts';
import type { RandomBytes } from './modules/projects/make-secret.ts';
import { createProjectRoutes } from './modules/projects/project-routes.ts';
import { createProjectService } from './modules/projects/project-service.ts';
import { createVerificationRoutes } from './modules/projects/verification-routes.ts';
import { createVerificationService } from './modules/projects/verification-service.ts';
import { createRetentionRoutes } from './modules/retention/retention-routes.ts';
import { createKnownProjects } from './modules/sdk/known-projects.ts';
import { createMoveStreams } from './modules/sdk/move-streams.ts';
import { createPersonAnswers } from './modules/sdk/person-answers.ts';
import { createProjectPlans } from './modules/sdk/project-plans.ts';
import { createSdkLimits, type SdkRates } from './modules/sdk/sdk-limits.ts';
import { createSdkRoutes } from './modules/sdk/sdk-routes.ts';
import type { SdkScript } from './modules/sdk/sdk-script.ts';
import { serveExperiencePaths, serveScriptPaths } from './modules/sdk/serve-script.ts';
import { timeAnswers } from './modules/sdk/time-answers.ts';
import { createExportRoutes } from './modules/segments/export-routes.ts';
import { createInsightRoutes } from './modules/segments/insight-routes.ts';
import { createSegmentAudiences } from './modules/segments/segment-audiences.ts';
import { createCountSegments } from './modules/segments/segment-counts.ts';
import { createSegmentInsights } from './modules/segments/segment-insights.ts';
import { createSegmentReads } from './modules/segments/segment-reads.ts';
import { createSegmentRoutes } from './modules/segments/segment-routes.ts';
import { createSegmentWrites } from './modules/segments/segment-writes.ts';
import { createIncomingRoutes } from './modules/sources/incoming-routes.ts';
import { createKnownSources } from './modules/sources/known-sources.ts';
import { createSourcePreview } from './modules/sources/preview-source.ts';
import { createSourceErrorsService } from './modules/sources/source-errors-service.ts';
import { createSourceRoutes } from './modules/sources/source-routes.ts';
import { createSourceService } from './modules/sources/source-service.ts';
import { createSourceTally } from './modules/sources/source-tally.ts';
import { createDebugRoutes } from './modules/targeting/debug-routes.ts';
import { createOpenPicker } from './modules/tracked-events/picker-service.ts';
import { createTrackedEventReads } from './modules/tracked-events/tracked-event-reads.ts';
import { createTrackedEventRoutes } from './modules/tracked-events/tracked-event-routes.ts';
import { createTrackedEventWrites } from './modules/tracked-events/tracked-event-writes.ts';
import { createBatchRoutes } from './modules/users/batch-routes.ts';
import { exportUser } from './modules/users/export-user.ts';
import { createUserBatches } from './modules/users/user-batches.ts';
import { createUserRoutes } from './modules/users/user-routes.ts';
import { createUserService } from './modules/users/user-service.ts';
import { createDeliveryService } from './modules/webhooks/delivery-service.ts';
import { createWebhookRoutes } from './modules/webhooks/webhook-routes.ts';
import { createWebhookService } from './modules/webhooks/webhook-service.ts';
import type { Peers } from './peers/peers.ts';
import type { Store } from './store/store.ts';

/** What the app stands on; the composition root makes these. */
export interface AppParts {
  store: Store;
  /** The other processes over the store. */
  peers: Peers;
  engines: IndexEngines;
  indexer: Indexer;
  members: MembersDesk;
  /** What has come of comparing live membership with the index. */
  comparisons: () => ComparisonCounts;
  intake: Intake;
  imports: ImportService;
  authenticator: Authenticator;
  passwords: Passwords;
  metrics: Metrics;
  logger: Logger;
  now: () => number;
  newId: () => string;
  random: RandomBytes;
  version: string;
  /** What `/metrics` must be shown; absent, anybody may read what it says then. */
  metricsToken?: string | undefined;
  /** Where uploaded and exported files are. */
  filesDir: string;
  /** Aborts when the server stops: streams without an end then end. */
  stopping: AbortSignal;
  /** The built dashboard by address; empty where it is not built. */
  dashboardFiles: ReadonlyMap<string, DashboardFile>;
  /** Files of users: where they are, and who writes them. */
  exports: { folder: ExportFolder; job: Pick<ExportJob, 'notify' | 'progressOf'> };
  /** Called when a project may keep its events for another time. */
  onRetentionChange: () => void;
  /** Called when a project was deleted: what is stored of it is to be removed. */
  onDelete: () => void;
  /** What is told to others: whether they may be in private networks, and that something is due. */
  webhooks: { allowsPrivate: boolean; onDue: () => void };
  /** Items a second that one source may send; 0: any number. */
  sourceRate: number;
  /** The browser SDK: its script, if the build has it, and how much browsers may send. */
  sdk: {
    script: SdkScript | undefined;
    /** What shows experiences, by path below `/sdk/`. */
    files: ReadonlyMap<string, SdkScript>;
    rates: SdkRates;
  };
}

/** Everything that is served, mounted: a server listens with its `fetch`, a test calls `request`. */
export function createApp(parts: AppParts): OpenAPIHono<AppEnv> {
  const { store, indexer, authenticator, metrics, logger, now, newId, random } = parts;
  const { notices } = parts.peers;
  const app = new OpenAPIHono<AppEnv>({ defaultHook: refuseInvalid });
  app.use('*', identifyRequest(newId));
  app.use('*', async (c, next) => {
    await next();
    metrics.countAnswer(c.res.status);
  });
  app.onError(createErrorHandler(logger));
  const serveDashboard = createServeDashboard(parts.dashboardFiles);
  const refuseUnknown = createNotFoundHandler(app);
  app.notFound(async (c) => (await serveDashboard(c)) ?? refuseUnknown(c));

  app.route('/', createIngestRoutes({ intake: parts.intake, authenticator, now }));

  app.use('*', serveScriptPaths(parts.sdk.script));
  app.use('/sdk/*', serveExperiencePaths(parts.sdk.files));
  const knownProjects = createKnownProjects(store, now);
  const plans = createProjectPlans();
  const onCount = metrics.countListeningPages;
  const moves = createMoveStreams({ store, members: parts.members, onCount });
  parts.stopping.addEventListener('abort', moves.close, { once: true });
  app.route(
    '/',
    createSdkRoutes({
      projects: knownProjects,
      limits: createSdkLimits(parts.sdk.rates, now),
      receive: (parcel) => parts.intake.receive({ kind: 'commands', ...parcel }),
      answers: timeAnswers(createPersonAnswers({ store, plans, now }), (seconds) =>
        metrics.observeQuestion('targeting', seconds),
      ),
      findDefinitions: (project) => store.read((tx) => plans.definitions(tx, project, now())),
      moves,
      now,
    }),
  );

  const onErase = () => {
    indexer.notify();
    parts.imports.noticeErasure();
  };
  const tally = createSourceTally({ store, logger, stopping: parts.stopping });
  const knownSources = createKnownSources(store, now);
  app.route(
    '/',
    createIncomingRoutes({
      ...{ intake: parts.intake, authenticator, sources: knownSources, tally, now },
      rate: parts.sourceRate,
      onErase,
    }),
  );

  const guard = createRouteGuard(authenticator);
  const questions = createIndexQuestions({ ...parts, onAnswer: metrics.observeQuestion });
  const asked = createPlanQuestions({
    ...{ questions, members: parts.members, onAnswer: metrics.observeQuestion },
  });
  const snapshots = createSnapshots(now, newId);
  const audiences = createSegmentAudiences(askAs('segments', questions));
  const countSegments = createCountSegments(audiences, parts.members);
  const forgetKnown = () => {
    authenticator.forget();
    knownProjects.forget();
    knownSources.forget();
  };
  notices.hear('projects', forgetKnown);
  const onAccessChange = () => {
    forgetKnown();
    notices.tell('projects');
  };
  const onProjectChange = () => {
    onAccessChange();
    indexer.notify();
    parts.onRetentionChange();
  };
  app.route(
    '/',
    createAudienceRoutes(guard, createAudienceService({ store, questions, asked, snapshots, now })),
  );
  app.route(
    '/',
    createSegmentRoutes(
      guard,
      createSegmentReads({ store, countSegments, logger, now }),
      createSegmentWrites({ store, now, newId, onAnnounce: parts.webhooks.onDue }),
    ),
  );
  app.route(
    '/',
    createExperienceRoutes(
      guard,
      createExperienceReads({ store, now }),
      createExperienceWrites({ store, now, newId }),
      createPreview(store),
    ),
  );
  app.route(
    '/',
    createSourceRoutes(guard, {
      sources: createSourceService({ store, tally, now, random, onChange: onAccessChange }),
      errors: createSourceErrorsService({ ...parts, tally, onChange: indexer.notify }),
      preview: createSourcePreview({ store, now, newId }),
      now,
    }),
  );
  app.route(
    '/',
    createTrackedEventRoutes(
      guard,
      createTrackedEventReads(store),
      createTrackedEventWrites({ store, now, newId }),
      createOpenPicker({ store, now, random }),
    ),
  );
  const live = createLiveHub({ ...parts, audiences, onCount: metrics.countListeners });
  parts.stopping.addEventListener('abort', live.close, { once: true });
  app.route('/', createLiveRoutes(guard, authenticator, live));
  app.route(
    '/',
    createCatalogRoutes(guard, {
      ...{ store, notices, now, onChange: indexer.notify },
      questions: askAs('catalog', questions),
    }),
  );
  const catalog = createCatalogService({
    ...{ store, notices, now },
    questions: askAs('catalog', questions),
  });
  app.route('/', createCsvRoutes({ imports: parts.imports, authenticator, catalog }));
  app.route('/', createImportRoutes(guard, parts.imports));
  app.route('/', createExportRoutes(guard, { store, questions: askAs('export', questions), now }));
  const { folder, job } = parts.exports;
  const exports = createExportService({ store, now, newId, onChange: job.notify });
  app.route('/', createExportJobRoutes(guard, { exports, folder, progressOf: job.progressOf }));
  app.route(
    '/',
    createAnalyticsRoutes(guard, { store, questions: askAs('analytics', questions), now }),
  );
  const users = createUserService({ store, now });
  app.route(
    '/',
    createUserRoutes(guard, users, {
      async erase({ number: project }, address, by) {
        const isErased = await eraseProfile(store, { project, ...address, by, at: now() });
        onErase();
        return isErased;
      },
      exportAll: (project, address, by) =>
        exportUser({ store, users, now }, project, { ...address, by }),
    }),
  );
  app.route('/', createDebugRoutes(guard, { store, now }));
  const batches = createUserBatches({ store, now, onChange: onErase });
  app.route('/', createBatchRoutes(guard, batches));
  app.route('/', createInsightRoutes(guard, createSegmentInsights({ store, asked, now })));
  app.route(
    '/',
    createProjectRoutes(
      guard,
      createProjectService({
        ...{ store, now, random, logger, onChange: onProjectChange },
        onDelete() {
          parts.onDelete();
          job.notify();
        },
      }),
    ),
  );
  app.route(
    '/',
    createVerificationRoutes(
      guard,
      createVerificationService({ store, now, random, onChange: onProjectChange }),
    ),
  );
  app.route(
    '/',
    createKeyRoutes(guard, createKeyService({ store, now, random, onRevoke: onAccessChange })),
  );
  const logins = { ...parts, limits: createLoginLimits(now) };
  const { trustedProxies } = parts.sdk.rates;
  app.route('/', createSessionRoutes(guard, createSessionService(logins), trustedProxies));
  app.route('/', createJoinRoutes(guard, createJoinService(logins), trustedProxies));
  app.route('/', createMemberRoutes(guard, createMemberService(parts)));
  app.route('/', createAuditRoutes(guard, store));
  const webhooks = { store, now, newId, random, ...parts.webhooks };
  app.route(
    '/',
    createWebhookRoutes(
      guard,
      createWebhookService(webhooks),
      createDeliveryService(webhooks),
      now,
      parts.members.whyNotKept,
    ),
  );
  app.route('/', createRetentionRoutes(guard, { store, now }));
  app.route('/', createHealthRoutes(guard, parts));
  app.route(
    '/',
    createOpenApiRoutes(() => createOpenApiDocument(app, parts.version)),
  );
  app.route('/', createLocalRoutes(parts));
  return app;
}
