import { writeJson } from '../../json.ts';
import type { RuntimeParts } from './create-runtime.ts';

const firstRetryMs = 5_000;
const lastRetryMs = 300_000;
/** What the server writes when the visitor may have moved: `m`. */
const moved = 109;

/**
 * Has the server say when the visitor may have entered or left a segment, while the page can be seen: a browser has
 * few connections to one server.
 *
 * @returns to be called with what to do then, again whenever she has said something: she may be somebody else
 */
export function createMoveWatch({
  page,
  as,
  folder,
  chance,
}: Pick<RuntimeParts, 'page' | 'as' | 'folder' | 'chance'>): (onMoved: () => void) => void {
  const { document } = page;
  let tell: (() => void) | undefined;
  let watched: string | undefined;
  let listening: AbortController | undefined;
  let retryMs = firstRetryMs;
  let timer: number | undefined;

  const read = async (signal: AbortSignal) => {
    const { JIMO_PROJECT_ID: project } = page as typeof page & { JIMO_PROJECT_ID?: unknown };
    const url = `${folder}v1/projects/${encodeURIComponent(`${project}`)}/moves`;
    const body = writeJson({ as: watched });
    const response = await page.fetch(url, { method: 'POST', body, credentials: 'omit', signal });
    // Nobody is told of moves here: asking is all there is.
    if (response.status === 204) retryMs = lastRetryMs;
    if (response.status !== 200 || !response.body) return;
    const reader = response.body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done || signal.aborted) return;
      retryMs = firstRetryMs;
      if (value.includes(moved)) tell?.();
    }
  };

  const listen = async () => {
    page.clearTimeout(timer);
    if (!tell || listening || document.visibilityState === 'hidden') return;
    const own = new AbortController();
    listening = own;
    watched = as();
    try {
      await read(own.signal);
    } catch {
      // Offline, blocked, or given up by this: in all cases it is tried again, or has been.
    }
    if (listening !== own) return;
    listening = undefined;
    timer = page.setTimeout(listen, retryMs * (0.5 + chance()));
    retryMs = Math.min(lastRetryMs, retryMs * 2);
  };

  const stop = () => {
    listening?.abort();
    listening = undefined;
  };

  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') stop();
    else void listen();
  });

  return (onMoved) => {
    tell = onMoved;
    if (watched !== undefined && watched !== as()) {
      stop();
      retryMs = firstRetryMs;
    }
    // One that waits for its next try is left to wait: what was said has been asked after already.
    if (watched !== as()) void listen();
  };
}
