import { createId, type FillRandomly } from './create-id.ts';
import { createEffects } from './effects.ts';
import type { Http } from './http.ts';
import { type Callback, createListeners } from './listeners.ts';
import { watchNavigation } from './navigation.ts';
import { createOutbox } from './outbox.ts';
import { createOwnValues } from './own-values.ts';
import { type Command, isVerb, parseCommand } from './parse-command.ts';
import { createRunQueue } from './run-queue.ts';
import type { SafeStorage } from './safe-storage.ts';
import { createSegments } from './segments.ts';
import { createStoredStreams } from './stored-streams.ts';
import { createVisitor } from './visitor.ts';
import { createWidget } from './widget.ts';

/** The browser as the SDK sees it, so that a test can give it another. */
export interface SdkHost {
  page: Window;
  url: string;
  http: Http;
  storage: SafeStorage;
  now: () => number;
  chance: () => number;
  fillRandomly: FillRandomly;
  setTimeout: (work: () => void, ms: number) => unknown;
  log: (level: 'warn' | 'error', message: string, detail?: unknown) => void;
}

/** Starts the SDK; what it returns is `push` of `window.jimo`. */
export function startSdk(host: SdkHost) {
  const { page, storage, now, setTimeout } = host;
  const newId = () => createId(host.fillRandomly);
  const call = (callback: Callback, payload?: unknown) => {
    try {
      callback(payload);
    } catch (error) {
      host.log('error', 'a callback of the page failed:', error);
    }
  };
  const listeners = createListeners(call);
  const refuse = (message: string) => {
    host.log('error', message);
    listeners.emit('error', { message });
  };
  const warn = (message: string) => host.log('warn', message);

  const browserLanguage = () => page.navigator.language;
  const values = createOwnValues(storage, setTimeout);
  const visitor = createVisitor({
    storage,
    browserLanguage,
    fillRandomly: host.fillRandomly,
    values,
    listeners,
    outbox: () => outbox,
    call,
    onSaid: () => segments.onSaid(),
  });
  const segments = createSegments({
    listeners,
    setTimeout,
    as: visitor.as,
    ask: (as) => outbox.ask(as),
  });
  const outbox = createOutbox({
    url: host.url,
    http: host.http,
    stored: createStoredStreams(storage, newId(), () =>
      warn('too much waits to be sent; the oldest is not kept over a reload'),
    ),
    now,
    chance: host.chance,
    createId: newId,
    setTimeout,
    onSend: visitor.settle,
    onUsers: visitor.onUsers,
    onConflict: (as) => visitor.onConflict(as, newId),
    onSegments: segments.onAnswer,
    warn,
    refuse,
  });

  let lastUrl = page.location.href;
  const sayPage = (at: number, url: string, title: string, referrer: string) =>
    visitor.say({ type: 'page', url, title, referrer }, at);
  const checkRoute = () => {
    const { href } = page.location;
    if (href === lastUrl) return;
    const at = now();
    const { title } = page.document;
    const referrer = lastUrl;
    lastUrl = href;
    void queue.add(() => sayPage(at, href, title, referrer));
  };
  const runCommand = createEffects({
    visitor,
    values,
    listeners,
    widget: createWidget(storage),
    browserLanguage,
    askSegments: segments.ask,
    checkRoute,
    call,
    refuse,
  });

  const queue = createRunQueue(now, setTimeout, (error) => refuse(`a command failed: ${error}`));
  const run = (pushed: unknown, at: number) => {
    const commands = parseCommand(pushed);
    if (typeof commands === 'string') return refuse(commands);
    let result: unknown;
    for (let i = 0; i < commands.length; i += 1) result = runCommand(commands[i] as Command, at);
    return result;
  };
  /** Takes one or more commands; the promise is of the last one's result. */
  const push = (...pushed: unknown[]): Promise<unknown> => {
    // One command whose parts were given one by one.
    const items = isVerb(pushed[0]) ? [pushed] : pushed;
    const at = now();
    let result: Promise<unknown> | undefined;
    for (let i = 0; i < items.length; i += 1) result = queue.add(() => run(items[i], at));
    return result ?? queue.add(() => undefined);
  };
  /** The page is shown: at the start, and when it comes back from the browser's cache. */
  const showPage = (referrer: string) => {
    const { href } = page.location;
    const { title } = page.document;
    const at = now();
    lastUrl = href;
    void queue.add(() => sayPage(at, href, title, referrer));
  };

  watchNavigation(page, checkRoute);
  page.addEventListener('online', outbox.retryNow);
  page.addEventListener('storage', visitor.refresh);
  page.document.addEventListener('visibilitychange', () => {
    if (page.document.visibilityState !== 'hidden') return;
    outbox.flush();
    outbox.save();
  });
  page.addEventListener('pagehide', () => {
    queue.finish();
    visitor.leave();
    outbox.leave();
    values.save();
  });
  page.addEventListener('pageshow', (event) => {
    if (!event.persisted) return;
    visitor.restart();
    outbox.resume();
    showPage(page.document.referrer);
  });

  return {
    push,
    /** Runs what was pushed before the start, then reports the page: an `identify` in the buffer
     * says whose page it is. */
    begin(buffer: readonly unknown[]) {
      const { referrer } = page.document;
      for (let i = 0; i < buffer.length; i += 1) void push(buffer[i]);
      showPage(referrer);
    },
  };
}
