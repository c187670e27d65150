import type { Instant } from '@muster/conditions';
import { Hono } from 'hono';
import type { AppEnv } from '../../http/app-env.ts';
import type { Authenticator } from '../../http/authenticate.ts';
import { HttpProblem } from '../../http/problem.ts';
import { refuseEncoded } from '../../http/read-body.ts';
import type { Intake } from '../intake/intake.ts';
import { answerPressure } from './answer-pressure.ts';
import { createBodyReader } from './body-reader.ts';
import { apiOrigin, type Origin } from './ingest-item.ts';
import { loadSourceHeader, readLoadOrigin } from './load-origin.ts';
import { refuseAll } from './refuse-all.ts';

/** Most bytes of the body of one request. */
const maxBodyBytes = 10 * 1024 * 1024;

/** So many items count as one request where a key is limited, as commands of browsers do. */
const itemsOfRequest = 20;

export interface IngestRoutesSettings {
  intake: Intake;
  authenticator: Authenticator;
  now: () => Instant;
}

/**
 * `POST /sse/webhook`, an app of its own so that the path of most requests is short. Mounted at the
 * root; what it throws is answered by the app's error handler.
 */
export function createIngestRoutes(settings: IngestRoutesSettings): Hono<AppEnv> {
  const { intake, authenticator, now } = settings;
  const readBody = createBodyReader(maxBodyBytes);
  const app = new Hono<AppEnv>();

  app.post('/sse/webhook', async (c) => {
    const { headers } = c.req.raw;
    const { project, charge } = await authenticator.authenticateKey(headers, 'write');
    const origin = chooseOrigin(headers);
    const receipt = await answerPressure(async () => {
      refuseEncoded(headers);
      const body = await readBody(c.req.raw);
      const { number, timeZone } = project;
      const parcel = { kind: 'items', project: number, timeZone, body, origin } as const;
      return intake.receive({ ...parcel, arrivedAt: now() });
    });
    // What a body weighs is known when it was read.
    const items = receipt.accepted + receipt.rejected.length;
    if (items > itemsOfRequest) charge?.(Math.ceil(items / itemsOfRequest) - 1);
    if (receipt.accepted === 0) throw refuseAll(receipt);
    const { accepted, rejected, duplicates } = receipt;
    // Only the load command counts duplicates; the reply of the contract has two members.
    return c.json(
      origin === apiOrigin ? { accepted, rejected } : { accepted, rejected, duplicates },
    );
  });

  function chooseOrigin(headers: Headers): Origin {
    const label = headers.get(loadSourceHeader);
    if (label === null) return apiOrigin;
    if (authenticator.isLocal(headers)) return readLoadOrigin(label);
    const detail = `The header ${loadSourceHeader} is for the command line of this machine.`;
    throw new HttpProblem(403, 'local_only', detail);
  }

  return app;
}
