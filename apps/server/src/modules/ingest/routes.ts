import type { Instant } from '@muster/conditions';
import { Hono } from 'hono';
import type { AppEnv } from '../../http/app-env.ts';
import type { Authenticator } from '../../http/authenticate.ts';
import { HttpProblem } from '../../http/problem.ts';
import { readText, refuseEncoded } from '../../http/read-body.ts';
import { answerPressure } from './answer-pressure.ts';
import { apiOrigin, type Origin } from './ingest-item.ts';
import type { IngestService } from './ingest-service.ts';
import { createIntakeBudget } from './intake-budget.ts';
import { loadSourceHeader, readLoadOrigin } from './load-origin.ts';
import { parseBody } from './parse-body.ts';
import { type Receipt, receiveItems } from './receive-items.ts';
import type { RejectedEntry } from './refusal.ts';

/** Most bytes of the body of one request. */
const maxBodyBytes = 10 * 1024 * 1024;

/** Most bytes of bodies that are being read at one time. */
const maxReadingBytes = 64 * 1024 * 1024;

export interface IngestRoutesSettings {
  service: IngestService;
  authenticator: Authenticator;
  now: () => Instant;
  /** A fresh id, unlike any other, for an event that is sent without a message id. */
  newId: () => string;
}

/**
 * `POST /sse/webhook`, an app of its own so that the path of most requests is short. Mounted at the
 * root; what it throws is answered by the app's error handler.
 */
export function createIngestRoutes(settings: IngestRoutesSettings): Hono<AppEnv> {
  const { service, authenticator, now, newId } = settings;
  const budget = createIntakeBudget(maxReadingBytes);
  const app = new Hono<AppEnv>();

  app.post('/sse/webhook', async (c) => {
    const { headers } = c.req.raw;
    const { project } = await authenticator.authenticateKey(headers, 'write');
    const origin = chooseOrigin(headers);
    const receipt = await answerPressure(async () => {
      const { rawItems, bytes } = await readItems(c.req.raw);
      const arrival = { origin, arrivedAt: now(), timeZone: project.timeZone, newId };
      return receiveItems(service, { project: project.number, rawItems, arrival, bytes });
    });
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

  async function readItems(request: Request): Promise<{ rawItems: unknown[]; bytes: number }> {
    refuseEncoded(request.headers);
    const announced = Number(request.headers.get('content-length') ?? maxBodyBytes);
    const release = budget.take(Math.min(announced, maxBodyBytes));
    try {
      const text = await readText(request, maxBodyBytes);
      return { rawItems: parseBody(text), bytes: text.length };
    } finally {
      release();
    }
  }

  return app;
}

/** Nothing was accepted: the items are to blame, or this server is. */
function refuseAll({ rejected, hasFailed }: Receipt): HttpProblem {
  const options = { errors: rejected.map(toProblemError), extra: { accepted: 0, rejected } };
  if (hasFailed) {
    const detail = 'Nothing could be stored; the log says why.';
    return new HttpProblem(500, 'not_stored', detail, options);
  }
  const detail =
    rejected.length === 0
      ? 'The request has no item in it.'
      : 'Nothing in the request is valid; `rejected` says why, item by item.';
  return new HttpProblem(422, 'nothing_valid', detail, options);
}

function toProblemError({ index, path, message, code }: RejectedEntry) {
  return { path: path === '' ? `[${index}]` : `[${index}].${path}`, message, code };
}
