import { findDevice } from './device.ts';
import type { TellRuntime, Trigger } from './experiences/runtime-host.ts';
import { writeJson } from './json.ts';
import { append, each, filter } from './lists.ts';
import type { Reply } from './wire.ts';

/** What waits for the runtime is what a page does in its first moments; more is not worth keeping. */
const maxWaitingCount = 999;

/** The fields of a request that ask what may be shown on the page as it is now. */
export function writeQuestion(page: Window, trigger?: Trigger): string {
  // An address may hold a whole document (data:).
  const url = page.location.href.slice(0, 4000);
  const device = findDevice(page.navigator);
  return `"ask":["experiences"],"page":${writeJson({ url, device })}${trigger ? `,"trigger":${writeJson(trigger)}` : ''}`;
}

/**
 * Takes the answers to what may be shown, and starts the runtime, which shows it, with the first in which
 * there is something.
 *
 * @param start loads the runtime and starts it; also when it could not be loaded before
 */
export function createExperiences(
  start: () => Promise<TellRuntime>,
  warn: (message: string) => void,
) {
  let waiting: [name: string, detail: unknown][] = [];
  let isLoading = false;
  let tellRuntime: TellRuntime = (name, detail) => {
    if (waiting.length < maxWaitingCount) append(waiting, [name, detail]);
  };
  const tell: TellRuntime = (name, detail) => tellRuntime(name, detail);
  const load = async () => {
    if (isLoading) return;
    isLoading = true;
    try {
      tellRuntime = await start();
      each(waiting, (told) => tellRuntime(told[0], told[1]));
    } catch (error) {
      // The page goes on without; the next answer tries again.
      isLoading = false;
      warn(`${error}`);
    }
  };

  return {
    /** Tells the runtime, or remembers for it, what has happened. */
    tell,
    /** Has the runtime, which is loaded for it, listen to the server: see `TellRuntime`. */
    watch(onMoved: () => void) {
      void load();
      tell('moves', onMoved);
    },
    /** What the present visitor may see on the page as it is. */
    onAnswer(shown: NonNullable<Reply['experiences']>) {
      if (shown.length) void load();
      // A launcher that is hidden is so also when it comes later; what is to be watched is watched.
      else waiting = filter(waiting, (told) => /widget:(?:show|hide)|moves/.test(told[0]));
      tell('answer', shown);
    },
  };
}
