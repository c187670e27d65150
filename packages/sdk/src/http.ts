import { NativePromise } from './native-promise.ts';

/** What came back: `status` 0 when nothing did. */
export interface Answer {
  status: number;
  retryAfter: string | null;
  body: unknown;
}

const noAnswer: Answer = { status: 0, retryAfter: null, body: undefined };
const timeoutMs = 30_000;
/** What a browser holds in flight for requests that outlive their page is 64 KiB. */
const maxKeepaliveLength = 64_000;

/**
 * Requests that need no preflight and carry no cookies. `post` never rejects; it answers once, in
 * 30 s at the latest, also where a page has replaced `fetch` by something else.
 */
export function createHttp(
  fetch: typeof window.fetch,
  XMLHttpRequest: typeof window.XMLHttpRequest,
  navigator: Pick<Navigator, 'sendBeacon'>,
  later: (work: () => void, ms: number) => unknown,
) {
  const postByFetch = async (url: string, body: string): Promise<Answer> => {
    const response = await fetch(url, {
      method: 'POST',
      body,
      credentials: 'omit',
      keepalive: body.length <= maxKeepaliveLength,
    });
    const answer: Answer = {
      status: response.status,
      retryAfter: response.headers.get('retry-after'),
      body: undefined,
    };
    try {
      answer.body = await response.json();
    } catch {
      // A refusal may have no body, or one that a proxy wrote.
    }
    return answer;
  };
  const postByXhr = (url: string, body: string): Promise<Answer> =>
    new NativePromise((resolve) => {
      const request = new XMLHttpRequest();
      request.open('POST', url);
      request.responseType = 'json';
      request.onloadend = () =>
        resolve({
          status: request.status,
          retryAfter: request.getResponseHeader('retry-after'),
          body: request.response,
        });
      request.send(body);
    });

  return {
    /** @param avoidsFetch asks in the older way, for pages whose `fetch` does not work */
    post: (url: string, body: string, avoidsFetch: boolean): Promise<Answer> =>
      new NativePromise((resolve) => {
        later(() => resolve(noAnswer), timeoutMs);
        const run = async () => {
          try {
            resolve(await (avoidsFetch ? postByXhr(url, body) : postByFetch(url, body)));
          } catch {
            // Offline, blocked, or a page's own fetch: in all cases it is tried again later.
            resolve(noAnswer);
          }
        };
        void run();
      }),
    /** Hands a body to the browser for after the page; false when it does not take it. */
    beacon(url: string, body: string): boolean {
      try {
        // A text, not a Blob: it goes as text/plain.
        return navigator.sendBeacon(url, body);
      } catch {
        return false;
      }
    },
  };
}

/** The way to the server. */
export type Http = ReturnType<typeof createHttp>;
