import { createOutbox, type Outbox, type OutboxHost } from '../src/outbox.ts';
import { createSafeStorage } from '../src/safe-storage.ts';
import { createStoredStreams } from '../src/stored-streams.ts';
import { type Clock, createClock, settle } from './clock.ts';
import { createMemoryStorage } from './memory-storage.ts';
import { createModelServer, type Fault } from './model-server.ts';

const minute = 60_000;

/** The outbox of a page that can end without a word. */
interface Page extends Outbox {
  crash(): void;
}

/** A browser whose pages send to a model of the server, over a network with faults. */
export function createBrowser(clock: Clock = createClock(), localStorage = createMemoryStorage()) {
  const server = createModelServer();
  const faults: Fault[] = [];
  const warnings: string[] = [];
  const refusals: string[] = [];
  let ids = 0;
  const createId = () => `${(ids++).toString(32)}`.padStart(22, '0');
  const storage = createSafeStorage('p.', () => localStorage);

  return {
    clock,
    server,
    /** What happens to the next requests; afterwards nothing does. */
    faults,
    warnings,
    refusals,
    createId,
    localStorage,
    /** Opens a page. What is not overridden does what a page does. */
    open(overrides: Partial<OutboxHost> = {}): Page {
      // A page that has gone, or is kept for later, runs no timers and hears no answers.
      let isRunning = true;
      let leaving: Fault = 'none';
      const never = new Promise<never>(() => undefined);
      const stored = createStoredStreams(storage, createId(), (message) => warnings.push(message));
      const outbox = createOutbox({
        url: '/commands',
        http: {
          post: async (_url, body) => {
            const answer = server.receive(body, faults.shift() ?? 'none');
            await settle();
            return isRunning ? answer : never;
          },
          beacon(_url, body) {
            server.receive(body, leaving);
            return true;
          },
        },
        stored,
        now: clock.now,
        chance: () => 0.5,
        createId,
        later(work, ms) {
          const run = () => (isRunning ? work() : clock.setTimeout(run, minute));
          clock.setTimeout(run, ms);
        },
        onSend: () => undefined,
        onUsers: () => undefined,
        onConflict: createId,
        onAnswer: () => undefined,
        warn: (message) => warnings.push(message),
        refuse: (message) => refusals.push(message),
        ...overrides,
      });
      return {
        ...outbox,
        crash() {
          isRunning = false;
        },
        leave() {
          // What is handed over at one moment gets through or does not.
          leaving = faults.shift() ?? 'none';
          outbox.leave();
          isRunning = false;
        },
        resume() {
          isRunning = true;
          outbox.resume();
        },
      };
    },
  };
}
