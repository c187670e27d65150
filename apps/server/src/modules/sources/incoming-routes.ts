import type { Instant } from '@muster/conditions';
import { type Context, Hono } from 'hono';
import type { AppEnv } from '../../http/app-env.ts';
import type { Authenticator } from '../../http/authenticate.ts';
import { HttpProblem } from '../../http/problem.ts';
import { createRateLimiter } from '../../http/rate-limiter.ts';
import { refuseHaste } from '../../http/refuse-haste.ts';
import type { Project } from '../../store/store.ts';
import { answerPressure } from '../ingest/answer-pressure.ts';
import { createBodyReader } from '../ingest/body-reader.ts';
import type { Intake } from '../intake/intake.ts';
import { answerReceipt } from './answer-receipt.ts';
import type { KnownSource, KnownSources } from './known-sources.ts';
import { maxSourceBodyBytes } from './open-source-body.ts';
import { readSenderSecret } from './sender-secret.ts';
import {
  type SourceForm,
  type SourceHeader,
  type SourceReceipt,
  sourceHeaders,
} from './source-parcel.ts';
import { keySetup, type SourceSetup, toSetup } from './source-setup.ts';
import type { SourceTally } from './source-tally.ts';

/** Saved up by a sender that was quiet: many catch up all at once. */
const burstSeconds = 10;
const maxSenders = 10_000;

export interface IncomingRoutesSettings {
  intake: Intake;
  authenticator: Authenticator;
  sources: KnownSources;
  tally: SourceTally;
  /** Items a second that one source, or one key, may send; 0: any number. */
  rate: number;
  now: () => Instant;
  /** Called when somebody was erased: the index follows soon. */
  onErase: () => void;
}

/** Who sends, into which project, and as what. */
interface Sender {
  project: Project;
  setup: SourceSetup;
}

/**
 * What sources send (decision 32): each to an address of its own, and what Segment's libraries and
 * destinations know by a key. An app of its own, as ingestion is.
 */
export function createIncomingRoutes(settings: IncomingRoutesSettings): Hono<AppEnv> {
  const { intake, authenticator, sources, tally, rate, now, onErase } = settings;
  const readBody = createBodyReader(maxSourceBodyBytes);
  const limiter = createRateLimiter(
    { perSecond: rate, burst: rate * burstSeconds },
    { maxKeys: maxSenders, now },
  );
  const app = new Hono<AppEnv>();

  app.post('/in/:key', async (c) => c.json(await take(c, await findByAddress(c))));
  app.post('/in/:key/v1/:type', async (c) =>
    c.json(await take(c, await findByAddress(c), readForm(c.req.param('type')))),
  );
  app.post('/v1/:type', async (c) => {
    const sender = await findByKey(c);
    return c.json(await take(c, sender, readForm(c.req.param('type'))));
  });
  app.post('/segmentio', async (c) => c.json(await take(c, await findByKey(c))));
  app.post('/segmentio-cloud/user', async (c) => c.json(await take(c, await findByKey(c), 'jimo')));
  app.get('/segmentio-cloud/verifyapikey', async (c) => {
    await findByKey(c);
    return c.json({ valid: true });
  });

  async function take(c: Context<AppEnv>, sender: Sender, form?: SourceForm) {
    const { project, setup } = sender;
    const arrivedAt = now();
    try {
      const receipt = await answerPressure(() => receive(c, sender, arrivedAt, form));
      if (receipt.erased > 0) onErase();
      note(sender, arrivedAt, receipt);
      return answerReceipt(receipt);
    } catch (error) {
      if (error instanceof HttpProblem && error.status < 500 && !hasReceipt(error)) {
        noteRefusal({ project, setup }, arrivedAt, error);
      }
      throw error;
    }
  }

  async function receive(
    c: Context<AppEnv>,
    { project, setup }: Sender,
    arrivedAt: Instant,
    form: SourceForm | undefined,
  ): Promise<SourceReceipt> {
    const limited = setup.id ?? project.id;
    refuseHaste(limiter.take(limited, 1), 'from this source');
    const isGzip = readEncoding(c.req.raw.headers);
    const body = await readBody(c.req.raw);
    const { number, timeZone } = project;
    const parcel = { project: number, timeZone, setup, isGzip, body, arrivedAt };
    const headers = pickHeaders(c.req.raw.headers);
    const receipt = await intake.receive({
      kind: 'source',
      ...parcel,
      headers,
      ...(form && { form }),
    });
    // What a request weighs is known when it was read; the next ones pay.
    const items = receipt.accepted + receipt.refused + receipt.skipped;
    if (rate > 0 && items > 1) limiter.charge(limited, items - 1);
    return receipt;
  }

  function note({ project, setup: { id } }: Sender, at: Instant, receipt: SourceReceipt): void {
    if (id === undefined) return;
    const { accepted, duplicates, refused: rejected } = receipt;
    tally.note({ project: project.number, id }, { at, accepted, duplicates, rejected });
  }

  function noteRefusal({ project, setup: { id } }: Sender, at: Instant, error: HttpProblem): void {
    if (id === undefined) return;
    const refusal = { code: error.code, message: error.message };
    const counts = { accepted: 0, duplicates: 0, rejected: 0 };
    tally.note({ project: project.number, id }, { at, ...counts, refusal });
  }

  async function findByAddress(c: Context<AppEnv>): Promise<Sender> {
    const found = await sources.find(c.req.param('key') ?? '');
    if (found === undefined) {
      throw new HttpProblem(404, 'source_not_found', 'There is no source at this address.');
    }
    return toSender(found);
  }

  /** By the key of a source, or an API key that may write. */
  async function findByKey(c: Context<AppEnv>): Promise<Sender> {
    const secret = readSenderSecret(c.req.raw.headers);
    const found = secret === undefined ? undefined : await sources.find(secret);
    if (found !== undefined) {
      if (found.source.kind === 'segment') return toSender(found);
      throw new HttpProblem(
        403,
        'wrong_source',
        'This is the key of a source that is not Segment.',
      );
    }
    const headers = new Headers(secret === undefined ? {} : { 'x-api-key': secret });
    const { project } = await authenticator.authenticateKey(headers, 'write');
    return { project, setup: keySetup };
  }

  function toSender({ source, project }: KnownSource): Sender {
    const setup = toSetup(source, now());
    if (!source.isPaused) return { project, setup };
    const error = new HttpProblem(403, 'source_paused', 'This source is paused.');
    noteRefusal({ project, setup }, now(), error);
    throw error;
  }

  return app;
}

const segmentTypes = new Set(['identify', 'track', 'page', 'screen', 'group', 'alias', 'delete']);

/** What the address of Segment's own API says of a message; batches and imports say it themselves. */
function readForm(type: string | undefined): SourceForm | undefined {
  if (type === 'batch' || type === 'import' || type === 'b') return undefined;
  if (type !== undefined && segmentTypes.has(type)) return { type };
  throw new HttpProblem(404, 'not_found', 'There is nothing here.');
}

/** True for gzip. Throws a 415 for what cannot be unpacked. */
function readEncoding(headers: Headers): boolean {
  const encoding = (headers.get('content-encoding') ?? 'identity').trim().toLowerCase();
  if (encoding === 'identity') return false;
  if (encoding === 'gzip' || encoding === 'x-gzip') return true;
  const detail = 'Send the body as it is, or as gzip.';
  throw new HttpProblem(415, 'unsupported_encoding', detail);
}

function pickHeaders(headers: Headers): Partial<Record<SourceHeader, string>> {
  const picked: Partial<Record<SourceHeader, string>> = {};
  for (const name of sourceHeaders) {
    const value = headers.get(name);
    if (value !== null) picked[name] = value;
  }
  return picked;
}

/** A refusal of items, which were noted: not of the request. */
function hasReceipt({ extra }: HttpProblem): boolean {
  return 'rejected' in extra;
}
