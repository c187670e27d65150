import { Hono } from 'hono';
import type { Logger } from 'pino';
import type { AppEnv } from '../http/app-env.ts';
import type { Authenticator } from '../http/authenticate.ts';
import { HttpProblem } from '../http/problem.ts';
import type { IndexEngines } from '../index/engine.ts';
import type { Indexer } from '../index/indexer.ts';
import { verifyIndex } from '../index/verify.ts';
import { streamBackup } from '../modules/backup/write-backup.ts';
import type { Store } from '../store/store.ts';

interface Parts {
  store: Store;
  engines: IndexEngines;
  indexer: Indexer;
  authenticator: Authenticator;
  filesDir: string;
  version: string;
  logger: Logger;
  now: () => number;
}

/** One line of the answer of a long task: how far it is, or how it ended. */
export type TaskLine =
  | { type: 'progress'; done: number; total?: number; what: string }
  | { type: 'result'; result: unknown }
  | { type: 'error'; message: string };

type Report = (line: TaskLine) => void;

/**
 * What the command line of this machine asks of the process that has the data folder. Whoever has
 * not the token of `instance.json` finds nothing here.
 */
export function createLocalRoutes(parts: Parts): Hono<AppEnv> {
  const { store, engines, indexer, authenticator, logger } = parts;
  const app = new Hono<AppEnv>();

  app.use('/local/*', async (c, next) => {
    if (!authenticator.isLocal(c.req.raw.headers)) {
      throw new HttpProblem(404, 'not_found', 'There is nothing here.');
    }
    await next();
  });

  app.get('/local/projects', async (c) => {
    const projects = await store.read((tx) => tx.projects());
    return c.json({ projects: projects.map(({ id, name }) => ({ id, name })) });
  });

  app.get('/local/backup', () => {
    const onFailure = (error: unknown) => logger.error({ err: error }, 'a backup broke off');
    const body = streamBackup({ ...parts, program: parts.version, onFailure });
    return new Response(body, { headers: { 'content-type': 'application/gzip' } });
  });

  app.post('/local/index/rebuild', () =>
    streamTask(async (report) => {
      await indexer.rebuild(({ users, usersTotal, events, eventsTotal }) =>
        report({
          type: 'progress',
          done: users + events,
          total: usersTotal + eventsTotal,
          what: 'rows written',
        }),
      );
      const { rebuild: _, ...status } = indexer.status();
      return status;
    }),
  );

  app.post('/local/index/verify', (c) =>
    streamTask(async (report) => {
      await indexer.caughtUp(c.req.raw.signal);
      return verifyIndex({
        store,
        engine: engines.background,
        caughtUp: () => indexer.caughtUp(),
        onProgress: (done) => report({ type: 'progress', done, what: 'users compared' }),
      });
    }),
  );

  return app;
}

/** The lines of a task as they come. The task goes on when nobody listens any more. */
function streamTask(run: (report: Report) => Promise<unknown>): Response {
  const encoder = new TextEncoder();
  let isOpen = true;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const report: Report = (line) => {
        if (isOpen) controller.enqueue(encoder.encode(`${JSON.stringify(line)}\n`));
      };
      const finish = (line: TaskLine) => {
        report(line);
        if (isOpen) controller.close();
        isOpen = false;
      };
      run(report).then(
        (result) => finish({ type: 'result', result }),
        (error: unknown) =>
          finish({
            type: 'error',
            message: error instanceof Error ? error.message : String(error),
          }),
      );
    },
    cancel() {
      isOpen = false;
    },
  });
  return new Response(body, { headers: { 'content-type': 'application/x-ndjson' } });
}
