import { createSafeStorage } from '../src/safe-storage.ts';
import { startSdk } from '../src/sdk.ts';
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
  complaints: string[];
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
  const pages: { window: EventTarget; isOpen: boolean }[] = [];
  let chance = 7;

  /** Tells the other tabs, as browsers do. */
  function observe(own: { window: EventTarget }): Storage {
    const tell = (key: string) => {
      for (const page of pages) {
        if (page !== own && page.isOpen) {
          clock.setTimeout(
            () => page.window.dispatchEvent(Object.assign(new Event('storage'), { key })),
            1,
          );
        }
      }
    };
    return {
      get length() {
        return localStorage.length;
      },
      key: (index) => localStorage.key(index),
      getItem: (key) => localStorage.getItem(key),
      clear: () => localStorage.clear(),
      setItem(key, text) {
        localStorage.setItem(key, text);
        tell(key);
      },
      removeItem(key) {
        localStorage.removeItem(key);
        tell(key);
      },
    };
  }

  return {
    clock,
    localStorage,
    server,
    arrived: () => server.applied.map(({ seq: _seq, ...command }) => command),
    open() {
      const page = { window: new EventTarget(), isOpen: true };
      pages.push(page);
      const storage = observe(page);
      const location = { href: 'https://shop.test/' };
      const complaints: string[] = [];
      const window = Object.assign(page.window, {
        location,
        document: Object.assign(new EventTarget(), { title: 'Shop', referrer: '' }),
        navigator: { language: 'en' },
        history: {
          pushState(_data: unknown, _unused: string, url: string) {
            location.href = url;
          },
          replaceState: () => undefined,
        },
      });
      const sdk = startSdk({
        page: window as unknown as Window,
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
        setTimeout: (work, ms) => clock.setTimeout(() => page.isOpen && work(), ms),
        log: (_level, message) => complaints.push(message),
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
        complaints,
      };
    },
  };
}
