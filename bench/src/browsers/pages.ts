import { createRandom, pick } from '../population/random.ts';

/** What a page does, in the mix in which pages do it: of 20 commands about 10 tracks, 5 pages, 4 attributes. */
const likely = ['track', 'track', 'page', 'track', 'attributes'] as const;
const events = ['search_done', 'item_opened', 'item_saved', 'filter_changed', 'report_exported'];
const paths = Array.from({ length: 200 }, (_, i) => `/catalog/section-${i % 20}/item-${i}`);
const plans = ['Free', 'Pro', 'Team', 'Enterprise'];
const base64url = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** One page that is open in a browser: its stream, and whose it is. */
interface Page {
  stream: string;
  as: string;
  browser: number;
  seq: number;
  requests: number;
}

/** Pages of many browsers, each sending batches of commands in its own stream. */
export interface Pages {
  /** The body of the next request, by whichever page's turn it is. */
  makeBody(): string;
  /** The browser's own id of a browser that has sent something. */
  idOf(browser: number): string;
}

interface Mix {
  /** Pages of another seed have streams of their own: what they send is new to the server. */
  seed: number;
  browsers: number;
  /** Pages that are open at one time, in turns. */
  openPages: number;
  /** Requests of a page before it is left for another, by another browser. */
  requestsPerPage: number;
  commandsPerRequest: number;
}

/** Random but the same in every run, times aside. */
export function openPages(mix: Mix, now: () => number): Pages {
  const { seed, browsers, openPages: count, requestsPerPage, commandsPerRequest } = mix;
  const random = createRandom(seed);
  let turn = 0;

  function openPage(): Page {
    const browser = Math.floor(random() ** 1.3 * browsers);
    return { stream: randomId(random), as: idOfBrowser(browser), browser, seq: 0, requests: 0 };
  }

  function makeCommand(page: Page): string {
    page.seq += 1;
    const head = `{"seq":${page.seq},"at":${now()},"as":"${page.as}","type":`;
    // A visit begins with a session; some know who it is.
    if (page.seq === 1) return `${head}"session","language":"en"}`;
    if (page.seq === 2 && page.browser % 2 === 0) {
      return `${head}"identify","userId":"user-${page.browser}"}`;
    }
    return `${head}${makeEffect(random)}}`;
  }

  const pages = Array.from({ length: count }, openPage);
  return {
    idOf: idOfBrowser,
    makeBody() {
      const place = turn % count;
      turn += 1;
      let page = pages[place] as Page;
      if (page.requests === requestsPerPage) {
        page = openPage();
        pages[place] = page;
      }
      page.requests += 1;
      const commands = Array.from({ length: commandsPerRequest }, () => makeCommand(page));
      return `{"stream":"${page.stream}","sentAt":${now()},"commands":[${commands.join()}]}`;
    },
  };
}

function makeEffect(random: () => number): string {
  switch (pick(random, likely)) {
    case 'track':
      return `"track","event":"${pick(random, events, 2)}","properties":{"section":"${pick(random, paths)}","position":${Math.floor(random() * 50)},"fast":${random() < 0.5}}`;
    case 'page':
      return `"page","url":"https://shop.example.test${pick(random, paths)}","title":"Catalog","referrer":"https://shop.example.test/"`;
    case 'attributes':
      return `"attributes","values":{"plan":"${pick(random, plans)}","cart":${Math.floor(random() * 9)}}`;
  }
}

/** The own id of a browser, by its number. */
export function idOfBrowser(browser: number): string {
  const random = createRandom(1_000_000 + browser);
  return randomId(random);
}

function randomId(random: () => number): string {
  return Array.from({ length: 22 }, () => base64url[Math.floor(random() * 64)]).join('');
}
