import type { EventName } from '../listeners.ts';
import type { Call } from '../visitor.ts';
import type { WireCommand } from '../wire.ts';

/** The id of an experience that is wanted now, or a claim to show one. */
export type Trigger = string | { claim: string; token: string };

/**
 * Is told of each command of the page (its name, its arguments), of each view of a page (`page`), of what may be shown
 * now (`answer`), and of what to call when the visitor may have entered or left a segment (`moves`), each time that
 * she has said something while the page listens to that.
 */
export type TellRuntime = (name: string, detail: unknown) => void;

/**
 * Starts the runtime, which is a file of its own. It and the core that calls it may come from two
 * versions of the server, one after the other: these parameters stay as they are.
 *
 * @param as the browser's own id: another one is another visitor
 * @param say says something to the server
 * @param emit tells the page's listeners
 * @param ask asks what may be shown now, and for one experience by its id, or whether one may be shown; the
 *   runtime is told of the answer, and the promise is of all of it, or of undefined when there is none
 */
export type StartRuntime = (
  page: Window & typeof globalThis,
  as: () => string,
  say: (command: WireCommand, call: Call) => void,
  emit: (name: EventName, payload: unknown) => void,
  ask: (isUrgent: boolean, trigger?: Trigger) => unknown,
) => TellRuntime;
