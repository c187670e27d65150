import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { destination, pino } from 'pino';
import { version } from '../package.json';
import { createApp } from './app.ts';
import { commands } from './cli/commands.ts';
import type { Compose } from './cli/composition.ts';
import { createHousekeeper } from './cli/housekeeper.ts';
import { runCommand } from './cli/run-command.ts';
import { createTerminal } from './cli/terminal.ts';
import type { Config } from './config.ts';
import { createAuthenticator } from './http/authenticate.ts';
import { createIndexer, type Indexer, type IndexerOptions } from './index/indexer.ts';
import { openIndexEngines } from './index/open-index-engines.ts';
import { createSharedIndexer } from './index/shared-indexer.ts';
import { createPasswords } from './modules/accounts/passwords.ts';
import { askAs, createIndexQuestions } from './modules/audience/ask-index.ts';
import { readDashboardFiles } from './modules/dashboard/dashboard-files.ts';
import { openExportFolder } from './modules/exports/export-file.ts';
import { createExportJob } from './modules/exports/export-job.ts';
import { createMetrics } from './modules/health/metrics.ts';
import { watchIntake } from './modules/health/watch-intake.ts';
import { createImportService } from './modules/imports/import-service.ts';
import { createComparisonTally } from './modules/membership/comparison-tally.ts';
import { createMembersDesk } from './modules/membership/follow-members.ts';
import { createTellingShift } from './modules/membership/telling-shift.ts';
import { createRemovalJob } from './modules/projects/removal-job.ts';
import { createRetentionJob } from './modules/retention/retention-job.ts';
import { loadExperienceFiles, loadSdkScript } from './modules/sdk/sdk-script.ts';
import { createSegmentWrites } from './modules/segments/segment-writes.ts';
import { createSizeJob } from './modules/segments/size-job.ts';
import { createSendMessage } from './modules/webhooks/send-message.ts';
import { createWebhookWorker } from './modules/webhooks/webhook-worker.ts';
import { openIntake } from './open-intake.ts';
import { openPeers, type Peers } from './peers/peers.ts';
import { createSharedJob } from './peers/shared-job.ts';

// The composition root: the only place that makes stores and engines, reads the clock, chance, the
// environment and the arguments of the process, and ends it.

const now = () => Date.now();
const newId = () => randomUUID();
const sampleEveryMs = 1_000;

/** Where the build puts it, beside this program. */
const sdkFolder = new URL('./sdk/', import.meta.url);
const dashboardFolder = join(import.meta.dirname, '../../dashboard/dist');
const dashboardMissing =
  'The dashboard is not built, so there is no page at "/": run "npm run build" and start again.';
const sdkMissing =
  'This build is not whole: the script of the browser SDK (sdk/v1.js) is missing, so pages cannot load it. Build again with "npm run build".';

const compose: Compose = async ({ config, dataDir, localToken, logger, intakeThread }) => {
  const { databaseUrl, clickhouseUrls } = config;
  const opened = await openIntake({
    ...(databaseUrl ? { databaseUrl } : { dataDir: join(dataDir, 'store') }),
    ...(intakeThread && { threadProgram: new URL('./intake-main.js', import.meta.url) }),
    onFailure: (error) => logger.error({ err: error }, 'an item could not be stored'),
    onStored(counts) {
      // What was heard before changes nothing.
      if (counts.some(({ status }) => status === 'accepted')) indexer.notify();
      metrics.countItems(counts);
    },
    newId,
  });
  const { store, broken } = opened;
  const engines = await openIndexEngines({
    directory: join(dataDir, 'index'),
    clickhouse: locateClickhouse(config),
  });
  const peers = openPeers(databaseUrl);
  const indexing = { store, engines, logger, now };
  // chDB's folder is this process's alone: it follows for itself.
  const indexer = clickhouseUrls ? shareIndexer(indexing, peers) : createIndexer(indexing);
  const { metricsToken } = config;
  const ofProjects = metricsToken !== undefined;
  const comparisons = createComparisonTally(now);
  const metrics = createMetrics({
    ...{ store, indexer, now, ofProjects },
    comparisons: comparisons.read,
    ofProcess: true,
  });
  const intake = watchIntake(opened.intake, metrics);
  const sampling = setInterval(() => {
    metrics.sample().catch((error: unknown) => logger.error({ err: error }, 'no lag is known'));
  }, sampleEveryMs).unref();
  const authenticator = createAuthenticator({
    ...{ store, localToken, now },
    keyRate: config.apiRate,
  });
  const passwords = createPasswords();
  const sdkScript = loadSdkScript(new URL('v1.js', sdkFolder));
  const sdkRates = {
    perAddress: config.sdkAddressRate,
    perProject: config.sdkProjectRate,
    trustedProxies: config.trustedProxies,
  };
  const files = loadExperienceFiles(sdkFolder);
  const sdk = { script: sdkScript, files, rates: sdkRates };
  const dashboardFiles = readDashboardFiles(dashboardFolder);
  const onAnswer = metrics.observeQuestion;
  const questions = createIndexQuestions({ engines, indexer, onAnswer });
  const telling = createTellingShift({ peers, logger });
  const members = createMembersDesk({
    ...{ store, indexer, logger, now, comparisons },
    questions: askAs('membership', questions),
    telling: { mayTell: telling.isMine, newId, onTold: () => webhooks.notify() },
    maxBytes: config.liveMemoryMegabytes * 1024 * 1024,
    // An event that moves between shards no longer says when it was logged.
    ...(engines.background.cluster && { findFromUsers: Number.POSITIVE_INFINITY }),
  });
  const filesDir = config.filesDir ?? dataDir;
  const folder = openExportFolder(join(filesDir, 'exports'));
  const among = { peers, logger };
  const sizes = createSharedJob({
    ...among,
    name: 'sizes',
    create: () => createSizeJob({ store, questions: askAs('sizes', questions), logger, now }),
  });
  const exports = createSharedJob({
    ...among,
    name: 'exports',
    create: () =>
      createExportJob({ store, folder, logger, now, questions: askAs('export', questions) }),
  });
  const retention = createSharedJob({
    ...among,
    name: 'retention',
    create: () => createRetentionJob({ store, logger, now, onChange: indexer.notify }),
  });
  const allowsPrivate = config.privateWebhooks === 'yes';
  const send = createSendMessage({ allowsPrivate, userAgent: `Muster/${version}` });
  const chance = () => Math.random();
  const webhooks = createSharedJob({
    ...among,
    name: 'webhooks',
    create: () => createWebhookWorker({ store, send, logger, now, chance }),
  });
  const imports = createImportService({
    store,
    peers,
    intake,
    segments: createSegmentWrites({ store, now, newId, onAnnounce: webhooks.notify }),
    logger,
    folder: join(filesDir, 'uploads'),
    maxFileBytes: config.importMaxMegabytes * 1024 * 1024,
    now,
    newId,
    sleep: (ms) => sleep(ms),
    onChange: indexer.notify,
    onAnnounce: webhooks.notify,
  });
  const removing = { store, logger, now, onChange: indexer.notify };
  const removal = createSharedJob({
    ...among,
    name: 'removal',
    create: () => createRemovalJob({ ...removing, removeFiles: imports.removeFiles }),
  });
  const jobs = [sizes, webhooks, imports, exports, retention, removal];
  const services = { authenticator, passwords, metrics, imports };
  const parts = {
    ...{ filesDir, store, peers, engines, indexer, members, intake, logger, ...services },
    comparisons: comparisons.read,
  };
  const stopping = new AbortController();
  const world = { now, newId, random: randomBytes, version, stopping: stopping.signal };
  const { sourceRate } = config;
  const app = createApp({
    ...parts,
    ...world,
    sdk,
    sourceRate,
    metricsToken,
    dashboardFiles,
    exports: {
      folder,
      job: { notify: exports.notify, progressOf: (id) => exports.current()?.progressOf(id) },
    },
    onRetentionChange: retention.notify,
    onDelete: removal.notify,
    webhooks: { allowsPrivate, onDue: webhooks.notify },
  });
  return {
    app,
    store,
    passwords,
    indexer,
    intake,
    flaws: [
      ...(sdkScript === undefined ? [sdkMissing] : []),
      ...(dashboardFiles.size === 0 ? [dashboardMissing] : []),
    ],
    broken,
    startJobs() {
      for (const job of [telling, members, ...jobs]) job.start();
    },
    endStreams: () => stopping.abort(),
    async close() {
      stopping.abort();
      clearInterval(sampling);
      await members.stop();
      await telling.stop();
      await Promise.all(jobs.map((job) => job.stop()));
      await intake.close();
      await indexer.stop();
      await peers.close();
      await engines.close();
      await store.close();
    },
  };
};

function locateClickhouse({ clickhouseUrls, clickhouseCluster: cluster }: Config) {
  const [first, ...others] = clickhouseUrls ?? [];
  if (first === undefined) return undefined;
  return { urls: [first, ...(cluster === undefined ? [] : others)] as const, cluster };
}

function shareIndexer(options: IndexerOptions, peers: Peers): Indexer {
  const { store, logger } = options;
  return createSharedIndexer({
    ...{ store, peers, logger },
    create: (lease, onProgress) => createIndexer({ ...options, lease, onProgress }),
  });
}

const stop = new AbortController();
// More than one may come, from a terminal and from whoever started us: the first is enough.
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
  process.on(signal, () => stop.abort());
}

// Whoever read a result may stop reading it, as `head` does.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

process.exitCode = await runCommand(commands, process.argv.slice(2), {
  version,
  environment: process.env,
  terminal: createTerminal(process.stdout, process.stderr, now),
  signal: stop.signal,
  house: createHousekeeper({
    compose,
    now,
    newId,
    random: randomBytes,
    sleep: (ms) => sleep(ms),
    createLogger: (level) => pino({ level }, destination(2)),
    // `process.exit` would wait for a question that runs in chDB.
    die: () => process.kill(process.pid, 'SIGKILL'),
  }),
});
