// What a page loads: the script behind `window.jimo`. Nothing here may throw into the page.
import { createHttp } from './http.ts';
import { createSafeStorage } from './safe-storage.ts';
import { findServer, readApiHost } from './script-host.ts';
import { startSdk } from './sdk.ts';

interface Globals {
  jimo?: unknown;
  jimoInit?: () => void;
  JIMO_PROJECT_ID?: unknown;
  JIMO_MANUAL_INIT?: unknown;
  JIMO_API_HOST?: unknown;
}

type Page = Window & typeof globalThis & Globals & Record<symbol, (() => void) | undefined>;

const page = window as unknown as Page;
/** Under it a script finds the one that was loaded before it. */
const mark = Symbol.for('muster.sdk');
const scriptUrl = (page.document.currentScript as HTMLScriptElement | null)?.src;
// As they are now, whatever the page does to them later.
const { fetch, XMLHttpRequest, navigator, setTimeout, console } = page;

const log = (level: 'warn' | 'error', ...details: unknown[]) => {
  try {
    console[level]('[muster]', ...details);
  } catch {
    // Nobody reads the console of such a page.
  }
};

const later = (work: () => void, ms: number) => setTimeout(work, ms);

const attempt = (work: () => unknown) => {
  try {
    work();
  } catch {
    // Whether it has worked is looked at afterwards, where it matters.
  }
};

type Sdk = ReturnType<typeof startSdk>;

interface Live {
  push: Sdk['push'];
}

/** Looks at the buffer again, once started. */
let restart: (() => void) | undefined;
/** The last buffer that has been run: where it cannot be replaced, it is met again. */
let drained: unknown = mark;

/** Puts the live SDK in the place of the buffer, for good: a page may set up a buffer again. */
function replaceBuffer(sdk: Sdk, jimo: Live): void {
  const buffer = page.jimo;
  if (buffer === jimo || buffer === drained) return;
  drained = buffer;
  const drain = (next: unknown) => {
    if (!Array.isArray(next)) return;
    sdk.drain(next);
    // For who holds on to the array.
    attempt(() => Object.assign(next, jimo));
  };
  attempt(() =>
    Object.defineProperty(page, 'jimo', { configurable: true, get: () => jimo, set: drain }),
  );
  // Where the page has declared it with `var`, it can only be assigned.
  attempt(() => {
    if (page.jimo !== jimo) page.jimo = jimo;
  });
  drain(buffer);
}

function findApi(): string | undefined {
  const { JIMO_API_HOST: host } = page;
  if (typeof host === 'string' && host) return readApiHost(host, page.location.protocol);
  return scriptUrl && findServer(scriptUrl);
}

function start(): void {
  const { JIMO_PROJECT_ID: projectId } = page;
  const api = findApi();
  if (typeof projectId !== 'string' || !projectId || !api) {
    throw new Error('no JIMO_PROJECT_ID or server');
  }
  const { now } = Date;
  const sdk = startSdk({
    page,
    url: `${api}/sdk/v1/projects/${encodeURIComponent(projectId)}/commands`,
    http: createHttp(fetch, XMLHttpRequest, navigator, later),
    storage: createSafeStorage(`muster.${projectId}.`, () => page.localStorage),
    now,
    chance: Math.random,
    fillRandomly: (bytes) => page.crypto.getRandomValues(bytes),
    later,
    // By an address of its own each time: browsers remember that a module could not be loaded.
    load: () => import(`${api}/sdk/experiences.js#${now()}`),
    log,
  });
  const jimo = { push: sdk.push };
  restart = () => replaceBuffer(sdk, jimo);
  restart();
  sdk.viewPage(page.document.referrer);
}

/** Starts; when it has started, looks at the buffer again. */
function init(): void {
  try {
    (restart ?? start)();
  } catch (error) {
    log('error', 'not started:', error);
  }
}

function load(): void {
  const running = page[mark];
  if (running) {
    running();
    return;
  }
  page.jimoInit = init;
  page[mark] = () => restart?.();
  // Tag managers make texts of truths.
  if (`${page.JIMO_MANUAL_INIT}` === 'true') return;
  if (page.JIMO_PROJECT_ID || page.document.readyState === 'complete') {
    // Reading the script and opening storage are each as much as a slow browser should do at once.
    later(init, 0);
  } else {
    // The project may be named later than the script is loaded.
    page.addEventListener('load', init);
  }
}

attempt(load);
