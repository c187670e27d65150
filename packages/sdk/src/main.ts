// What a page loads: the script behind `window.jimo`. Nothing here may throw into the page.
import { createHttp } from './http.ts';
import { each } from './lists.ts';
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

const log = (level: 'warn' | 'error', message: string, detail?: unknown) => {
  try {
    if (detail) console[level](`[muster] ${message}`, detail);
    else console[level](`[muster] ${message}`);
  } catch {
    // Nobody reads the console of such a page.
  }
};

const later = (work: () => void, ms: number) => setTimeout(work, ms);

const attempt = (work: () => unknown): boolean => {
  try {
    work();
    return true;
  } catch {
    return false;
  }
};

interface Live {
  push: (...commands: unknown[]) => Promise<unknown>;
}

let live: Live | undefined;
/** The last buffer that has been run: where it cannot be replaced, it is met again. */
let drained: unknown = mark;

/** Runs what a buffer holds. */
function drain(sdk: Live, buffer: unknown): void {
  if (Array.isArray(buffer)) each(buffer, (item) => void sdk.push(item));
}

/** Puts the live SDK in the place of the buffer, for good: a page may set up a buffer again. */
function replaceBuffer(sdk: Live): void {
  const buffer = page.jimo;
  if (buffer === sdk || buffer === drained) return;
  drained = buffer;
  attempt(() => {
    const set = (next: unknown) => drain(sdk, next);
    Object.defineProperty(page, 'jimo', { configurable: true, get: () => sdk, set });
  });
  // Where the page has declared it with `var`, it can only be assigned.
  attempt(() => {
    if (page.jimo !== sdk) page.jimo = sdk;
  });
  if (page.jimo !== sdk) log('warn', 'window.jimo cannot be replaced');
  drain(sdk, buffer);
  // For who holds on to the array.
  if (Array.isArray(buffer)) attempt(() => Object.assign(buffer, { push: sdk.push }));
}

function findApi(): string | undefined {
  const { JIMO_API_HOST: host } = page;
  if (typeof host === 'string' && host) return readApiHost(host, page.location.protocol);
  return scriptUrl && findServer(scriptUrl);
}

/** Starts, unless it has; false when the page has not said yet which project it is of. */
function start(): boolean {
  const { JIMO_PROJECT_ID: projectId } = page;
  if (live) {
    replaceBuffer(live);
    return true;
  }
  const api = findApi();
  if (typeof projectId !== 'string' || !projectId || !api) return false;
  const sdk = startSdk({
    page,
    url: `${api}/sdk/v1/projects/${encodeURIComponent(projectId)}/commands`,
    http: createHttp({ fetch, XMLHttpRequest, navigator, setTimeout: later }),
    storage: createSafeStorage(`muster.${projectId}.`, () => page.localStorage),
    now: Date.now,
    chance: Math.random,
    fillRandomly: (bytes) => page.crypto.getRandomValues(bytes),
    setTimeout: later,
    log,
  });
  live = { push: sdk.push };
  replaceBuffer(live);
  sdk.viewPage(page.document.referrer);
  return true;
}

function init(): void {
  try {
    if (!start()) throw new Error('no JIMO_PROJECT_ID, or no server');
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
  page[mark] = () => {
    if (live) init();
  };
  const isManual = page.JIMO_MANUAL_INIT === true || page.JIMO_MANUAL_INIT === 'true';
  if (isManual) return;
  // The project may be named later than the script is loaded.
  if (page.JIMO_PROJECT_ID || page.document.readyState === 'complete') init();
  else page.addEventListener('load', init);
}

attempt(load);
