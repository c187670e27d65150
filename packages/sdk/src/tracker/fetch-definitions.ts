import { toRecord } from '../json.ts';
import { NativePromise } from '../native-promise.ts';
import type { Definition } from './definition.ts';

/**
 * What the server has under an address. By the older way of asking where `fetch` does not work, which pages
 * replace. Rejects when there is no answer.
 */
export async function fetchDefinitions(
  page: Window & typeof globalThis,
  url: string,
): Promise<readonly Definition[]> {
  const { events } = toRecord(await fetchJson(page, url));
  if (typeof events !== 'object') throw new Error('no definitions');
  return events as readonly Definition[];
}

async function fetchJson(page: Window & typeof globalThis, url: string): Promise<unknown> {
  try {
    const response = await page.fetch(url, { credentials: 'omit' });
    if (response.status === 200) return await response.json();
  } catch {
    // Offline, blocked, or a page's own fetch.
  }
  return new NativePromise((resolve, reject) => {
    const request = new page.XMLHttpRequest();
    request.open('GET', url);
    request.responseType = 'json';
    request.onloadend = () => {
      if (request.status === 200) resolve(request.response);
      else reject(new Error(`no-code events: the server answered ${request.status}`));
    };
    request.send();
  });
}
