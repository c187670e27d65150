import { loadSourceHeader } from '../ingest/load-origin.ts';
import { encodeItems } from './encode-items.ts';
import { LoadError } from './load-options.ts';
import type { LoadSink, SinkReply } from './load-sink.ts';

export interface HttpSinkSettings {
  /** Of the running server, e.g. `http://127.0.0.1:4400`. */
  url: string;
  /** Of the local command line; a project key may not say where data come from. */
  token: string;
  projectId: string;
  /** Shown as Source, see `labelOf`. */
  label: string;
  sleep: (ms: number) => Promise<void>;
}

/** How often a server that does not answer, or cannot write, is asked again, and how soon. */
const maxAttempts = 10;
const retryAfterMs = 1000;

/** Sends to a running server, through the same door as everybody else. */
export function createHttpSink(settings: HttpSinkSettings): LoadSink {
  const { url, token, projectId, label, sleep } = settings;
  const headers = {
    'content-type': 'application/json',
    'x-api-key': token,
    'x-muster-project': projectId,
    [loadSourceHeader]: encodeURIComponent(label),
  };

  async function post(body: string): Promise<Response | undefined> {
    try {
      return await fetch(new URL('/sse/webhook', url), { method: 'POST', headers, body });
    } catch (error) {
      // `fetch` rejects with a TypeError when there is no answer, whatever the cause.
      if (error instanceof TypeError) return undefined;
      throw error;
    }
  }

  return {
    // Requests on several connections could overtake each other, and of two values of one instant
    // the later to arrive wins.
    maxInFlight: 1,
    async send(items) {
      const body = encodeItems(items);
      let attempts = 0;
      for (;;) {
        const response = await post(body);
        if (response?.ok) return readReply(await response.json());
        if (response?.status === 422) return readReply(await response.json());
        if (response?.status !== 429) attempts += 1;
        const mayRetry = response === undefined || [429, 503].includes(response.status);
        if (!mayRetry || attempts >= maxAttempts) throw await explainFailure(url, response);
        await response?.body?.cancel();
        await sleep(readRetryAfterMs(response));
      }
    },
  };
}

function readReply(body: unknown): SinkReply {
  const { accepted, duplicates = 0, rejected } = body as Partial<SinkReply>;
  if (typeof accepted === 'number' && Array.isArray(rejected)) {
    return { accepted, duplicates, rejected };
  }
  throw new LoadError('What answers there is not a Muster of this version.');
}

function readRetryAfterMs(response: Response | undefined): number {
  const seconds = Number(response?.headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : retryAfterMs;
}

async function explainFailure(url: string, response: Response | undefined): Promise<LoadError> {
  const goOn = 'Nothing acknowledged is lost; run the same command again to go on.';
  if (response === undefined) return new LoadError(`The server at ${url} does not answer. ${goOn}`);
  const text = await response.text();
  return new LoadError(`The server answered ${response.status}: ${readDetail(text)} ${goOn}`);
}

function readDetail(text: string): string {
  try {
    const { detail } = JSON.parse(text) as { detail?: unknown };
    if (typeof detail === 'string') return detail;
  } catch {
    // No problem document: shown as it is.
  }
  return text.slice(0, 200);
}
