import { createSafeStorage } from '../src/safe-storage.ts';
import { type SdkHost, startSdk } from '../src/sdk.ts';
import { type Clock, createClock } from './clock.ts';
import { createMemoryStorage } from './memory-storage.ts';
import { createModelServer, type SentCommand } from './model-server.ts';

/** A page with the live SDK in it. */
export interface TestPage {
  push(...commands: unknown[]): Promise<unknown>;
  /** Pushes, and lets a moment pass in which it is answered. */
  say(...commands: unknown[]): Promise<unknown>;
  /** Goes elsewhere without a load. */
  navigate(url: string): void;
  /** The page goes; it hears of nothing more. */
  leave(): void;
  /** From the browser's cache; `isFirst` is what the page itself does before the SDK hears of it. */
  comeBack(isFirst: () => void): void;
  complaints: string[];
  /** What the runtime of experiences has been told. */
  told: [name: string, detail: unknown][];
}

interface Tab {
  window: EventTarget;
  isOpen: boolean;
  learn(key: string, text: string | null, isOwn: boolean): void;
}

/** A visitor's browser, whose pages send to a model of the server. */
export interface TestBrowser {
  clock: Clock;
  localStorage: Storage;
  server: ReturnType<typeof createModelServer>;
  /** What has arrived, without what the queue adds. */
  arrived(): Omit<SentCommand, 'seq'>[];
  open(): TestPage;
}

export function createTestBrowser(localStorage = createMemoryStorage()): TestBrowser {
  const clock = createClock();
  const server = createModelServer();
  const tabs: Tab[] = [];
  let chance = 7;

  /** Storage as one tab sees it: what others write it learns a moment later, with an
   * event, and the last to write wins. */
  function openStorage(own: Tab): Storage {
    const seen = createMemoryStorage();
    const write = (storage: Storage, key: string, text: string | null) => {
      if (text === null) storage.removeItem(key);
      else storage.setItem(key, text);
    };
    for (let i = 0; i < localStorage.length; i += 1) {
      const key = localStorage.key(i) ?? '';
      seen.setItem(key, localStorage.getItem(key) ?? '');
    }
    // What a tab has written itself it sees until the others do, whatever they write meanwhile.
    const pending: string[] = [];
    own.learn = (key, text, isOwn) => {
      if (isOwn) pending.splice(pending.indexOf(key), 1);
      if (!pending.includes(key)) write(seen, key, text);
      if (isOwn) return;
      own.window.dispatchEvent(Object.assign(new Event('storage'), { key }));
    };
    const publish = (key: string, text: string | null) => {
      write(seen, key, text);
      pending.push(key);
      clock.setTimeout(() => {
        write(localStorage, key, text);
        for (const tab of tabs) tab.learn(key, text, tab === own);
      }, 1);
    };
    return {
      get length() {
        return seen.length;
      },
      key: (index) => seen.key(index),
      getItem: (key) => seen.getItem(key),
      clear: () => seen.clear(),
      setItem: publish,
      removeItem: (key) => publish(key, null),
    };
  }

  return {
    clock,
    localStorage,
    server,
    arrived: () => server.applied.map(({ seq: _seq, ...command }) => command),
    open() {
      const page: Tab = { window: new EventTarget(), isOpen: true, learn: () => undefined };
      tabs.push(page);
      const storage = openStorage(page);
      const location = { href: 'https://shop.test/' };
      const complaints: string[] = [];
      const told: [name: string, detail: unknown][] = [];
      const window = Object.assign(page.window, {
        location,
        document: Object.assign(new EventTarget(), { title: 'Shop', referrer: '' }),
        navigator: { language: 'en', userAgent: '' },
        matchMedia: () => ({ matches: false }),
        history: {
          pushState(_data: unknown, _unused: string, url: string) {
            location.href = url;
          },
          replaceState: () => undefined,
        },
      });
      const sdk = startSdk({
        page: window as unknown as SdkHost['page'],
        url: '/commands',
        http: {
          post: async (_url, body) => server.receive(body, 'none'),
          beacon: (_url, body) => server.receive(body, 'none').status === 200,
        },
        storage: createSafeStorage('muster.p.', () => storage),
        now: clock.now,
        chance: () => 0.5,
        fillRandomly: (bytes) => {
          for (let i = 0; i < bytes.length; i += 1) {
            chance = (chance * 1_103_515_245 + 12_345) % 2 ** 31;
            bytes[i] = chance >> 8;
          }
        },
        later: (work, ms) => clock.setTimeout(() => page.isOpen && work(), ms),
        load: async () => ({ start: () => (name, detail) => told.push([name, detail]) }),
        log: (_level, ...details) => complaints.push(details.join(' ')),
      });
      sdk.viewPage('');
      return {
        push: sdk.push,
        async say(...commands) {
          const result = sdk.push(...commands);
          await clock.advance(1);
          return result;
        },
        navigate: (url) => window.history.pushState(null, '', url),
        leave() {
          window.dispatchEvent(new Event('pagehide'));
          page.isOpen = false;
        },
        comeBack(isFirst) {
          page.isOpen = true;
          isFirst();
          window.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true }));
        },
        complaints,
        told,
      };
    },
  };
}
