import type { SdkReplyBody } from '@muster/protocol';
import { Hono } from 'hono';
import { pino } from 'pino';
import type { AppEnv } from '../../src/http/app-env.ts';
import { createErrorHandler } from '../../src/http/handle-errors.ts';
import { createKnownProjects } from '../../src/modules/sdk/known-projects.ts';
import { createPersonAnswers } from '../../src/modules/sdk/person-answers.ts';
import { createProjectPlans } from '../../src/modules/sdk/project-plans.ts';
import { receiveCommands } from '../../src/modules/sdk/receive-commands.ts';
import { createSdkLimits, type SdkRates } from '../../src/modules/sdk/sdk-limits.ts';
import { createSdkRoutes } from '../../src/modules/sdk/sdk-routes.ts';
import type { Store } from '../../src/store/store.ts';
import { noon, openIngest } from '../ingest/open-ingest.ts';

/** A random id as a browser makes them, readable in a test. */
export function makeId(name: string): string {
  return `${name}-${'x'.repeat(21)}`.slice(0, 24);
}

/** Settings of a test; without rates there is no limit, without a store it has one of its own. */
export interface SdkSettings {
  store?: Store;
  rates?: Partial<SdkRates>;
}

/** The SDK's routes over real ingestion and a real store; the clock stands still at noon. */
export async function openSdk({ store, rates }: SdkSettings = {}) {
  const ingest = await openIngest(store ? { store } : {});
  const clock = { now: noon };
  const now = () => clock.now;
  const app = new Hono<AppEnv>();
  app.onError(createErrorHandler(pino({ level: 'silent' })));
  const unlimited = { perAddress: 0, perProject: 0, trustedProxies: 0 };
  const plans = createProjectPlans();
  const parts = { store: ingest.store, ingest: ingest.service };
  app.route(
    '/',
    createSdkRoutes({
      projects: createKnownProjects(ingest.store, now),
      limits: createSdkLimits({ ...unlimited, ...rates }, now),
      receive: (parcel) => receiveCommands(parts, parcel),
      answers: createPersonAnswers({ store: ingest.store, plans, now }),
      findDefinitions: (project) =>
        ingest.store.read((tx) => plans.definitions(tx, project, now())),
      // Live membership needs an index: move-streams.test.ts has one.
      moves: {
        open: async () => 'untold',
        whileAsked: (_project, _as, ask) => ask(),
        close: () => {},
        size: 0,
      },
      now,
    }),
  );

  function post(body: unknown, headers: Record<string, string> = {}) {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return app.request(`/sdk/v1/projects/${ingest.project.id}/commands`, {
      method: 'POST',
      body: text,
      headers: { 'content-type': 'text/plain', ...headers },
    });
  }

  return {
    ...ingest,
    /** Items by the server API. */
    sendItems: ingest.send,
    clock,
    app,
    post,
    /** Sends commands of one stream, numbered from `from` on where they have no seq. */
    async send(stream: string, from: number, ...commands: object[]): Promise<SdkReplyBody> {
      const numbered = commands.map((command, index) => ({
        seq: from + index,
        at: clock.now,
        ...command,
      }));
      const response = await post({
        stream: makeId(stream),
        sentAt: clock.now,
        commands: numbered,
      });
      if (response.status !== 200) throw new Error(await response.text());
      return (await response.json()) as SdkReplyBody;
    },
  };
}

export type TestSdk = Awaited<ReturnType<typeof openSdk>>;
