import { createId, type FillRandomly } from './create-id.ts';
import { createEffects } from './effects.ts';
import type { StartRuntime, Trigger } from './experiences/runtime-host.ts';
import { createExperiences, writeQuestion } from './experiences.ts';
import type { Http } from './http.ts';
import { readMessage, toRecord } from './json.ts';
import { type Callback, createListeners } from './listeners.ts';
import { each } from './lists.ts';
import { NativePromise } from './native-promise.ts';
import { watchNavigation } from './navigation.ts';
import { createOutbox } from './outbox.ts';
import { createOwnValues } from './own-values.ts';
import { describe, isVerb, parseCommand } from './parse-command.ts';
import { createRunQueue } from './run-queue.ts';
import type { SafeStorage } from './safe-storage.ts';
import { createSegments } from './segments.ts';
import { createStoredStreams } from './stored-streams.ts';
import { type Call, createVisitor } from './visitor.ts';
import type { WireCommand } from './wire.ts';

/** The browser as the SDK sees it, so that a test can give it another. */
export interface SdkHost {
  page: Window & typeof globalThis;
  url: string;
  http: Http;
  storage: SafeStorage;
  now: () => number;
  chance: () => number;
  fillRandomly: FillRandomly;
  later: (work: () => void, ms: number) => unknown;
  /** Loads the runtime of experiences. */
  load: () => Promise<{ start: StartRuntime }>;
  log: (level: 'warn' | 'error', ...details: unknown[]) => void;
}

/** A command, or a view of a page, that waits for its turn. */
interface Work {
  made: Call;
  view?: WireCommand;
  pushed?: unknown;
  /** Told the result, if it is a function. */
  resolve?: unknown;
}

/** Starts the SDK; what it returns is `push` of `window.jimo`. */
export function startSdk(host: SdkHost) {
  const { page, storage, now, later } = host;
  const newId = () => createId(host.fillRandomly);
  const invoke = (callback: Callback, payload?: unknown) => {
    try {
      callback(payload);
    } catch (error) {
      host.log('error', 'callback failed:', error);
    }
  };
  const listeners = createListeners(invoke);
  const refuse = (message: string) => {
    host.log('error', message);
    listeners.emit('error', { message });
  };
  const warn = (message: string) => host.log('warn', message);

  const browserLanguage = () => page.navigator.language;
  const values = createOwnValues(storage, later);
  const pageId = newId();
  const visitor = createVisitor(
    storage,
    browserLanguage,
    host.fillRandomly,
    values,
    listeners,
    () => outbox,
    invoke,
    (isOther) => {
      segments.onSaid();
      if (isOther) void askExperiences(false);
    },
  );
  const askServer = (fields: string, isUrgent: boolean) =>
    outbox.ask(visitor.as(), fields, isUrgent);
  const askExperiences = (isUrgent: boolean, trigger?: Trigger) =>
    askServer(writeQuestion(page, trigger), isUrgent);
  const segments = createSegments(listeners, later, askServer, (onMoved) =>
    experiences.watch(onMoved),
  );
  const experiences = createExperiences(async () => {
    const { start } = await host.load();
    return start(page, visitor.as, visitor.say, listeners.emit, askExperiences);
  }, warn);
  const outbox = createOutbox({
    url: host.url,
    http: host.http,
    stored: createStoredStreams(storage, pageId, warn),
    now,
    chance: host.chance,
    createId: newId,
    later,
    onSend: visitor.settle,
    onUsers: visitor.onUsers,
    onConflict: (as, userId) => visitor.onConflict(as, userId, newId),
    onAnswer(asked, reply) {
      const shown = reply.experiences;
      if (!asked.includes(visitor.as())) return;
      segments.onAnswer(reply.segments);
      // Not what was for a page that has been left.
      if (shown && asked.includes(writeQuestion(page))) experiences.onAnswer(shown);
    },
    warn,
    refuse,
  });

  let lastUrl = page.location.href;
  /** The page is shown: at the start, elsewhere, or again from the browser's cache. */
  const viewPage = (referrer: string) => {
    const made = { at: now() };
    const { title } = page.document;
    const url = page.location.href;
    lastUrl = url;
    // An address may hold a whole document (data:); the server keeps less of it.
    const view = { type: 'page', url: url.slice(0, 4000), title, referrer } as const;
    queue.add({ view, made });
  };
  const checkRoute = () => {
    if (page.location.href !== lastUrl) viewPage(lastUrl);
  };
  const runCommand = createEffects(
    visitor,
    values,
    listeners,
    storage,
    browserLanguage,
    segments,
    askExperiences,
    experiences.tell,
    checkRoute,
    invoke,
    refuse,
  );

  const queue = createRunQueue(now, later, ({ view, pushed, made, resolve }: Work) => {
    let result: unknown;
    try {
      if (view) {
        visitor.say(view, made);
        experiences.tell('page', view);
        void askExperiences(false);
      } else {
        const commands = parseCommand(pushed);
        if (!commands.length) throw new Error(`${describe(pushed)} is not a command`);
        each(commands, (command) => {
          result = runCommand(command, made);
        });
      }
    } catch (error) {
      refuse(readMessage(error));
    }
    if (typeof resolve === 'function') resolve(result);
  });
  const leave = () => {
    queue.finish();
    visitor.leave();
    outbox.leave();
    values.save();
  };
  /** The page has gone: what is pushed now comes from its listeners that run after ours as it goes,
   * or before ours as it comes back; in between others may have logged in or out. */
  let isAway = false;

  /** Takes one or more commands; the promise is of the last one's result. */
  const push = (...pushed: unknown[]): Promise<unknown> =>
    new NativePromise((resolve) => {
      // One command whose parts were given one by one.
      const items = isVerb(pushed[0]) ? [pushed] : pushed;
      if (isAway) visitor.refresh();
      const made = { at: now(), as: visitor.speaker() };
      each(items, (item, i) =>
        queue.add({ pushed: item, made, resolve: i === items.length - 1 && resolve }),
      );
      if (!items.length) resolve(undefined);
      if (isAway) leave();
    });

  watchNavigation(page, checkRoute);
  page.addEventListener('online', outbox.retryNow);
  page.addEventListener('storage', ({ key }) => {
    if (!storage.owns(key)) return;
    const as = visitor.as();
    visitor.refresh();
    // What somebody else was shown is not hers, in no tab.
    if (visitor.as() !== as) void askExperiences(false);
  });
  page.document.addEventListener('visibilitychange', () => {
    if (page.document.visibilityState !== 'hidden') return;
    void outbox.flush();
    outbox.save();
  });
  page.addEventListener('pagehide', () => {
    leave();
    isAway = true;
  });
  page.addEventListener('pageshow', (event) => {
    if (!event.persisted) return;
    isAway = false;
    visitor.refresh();
    outbox.resume();
    viewPage(page.document.referrer);
  });

  return {
    push,
    /**
     * Takes what a buffer holds, and runs it in tasks of its own: the present one has started the SDK.
     * Who has put it there by the npm package waits for an answer.
     */
    drain(buffer: readonly unknown[]) {
      const made = { at: now() };
      queue.rest();
      each(buffer, (item) => queue.add({ pushed: item, made, resolve: toRecord(item).resolve }));
    },
    /** Reports the page; after what was pushed before the start, since an `identify` in there says
     * whose page it is. */
    viewPage,
  };
}
