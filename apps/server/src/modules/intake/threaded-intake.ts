import { Worker } from 'node:worker_threads';
import type { WritingTurns } from '../../store/writing-turns.ts';
import { ClosingError } from '../ingest/ingest-service.ts';
import { createIntakeBudget } from '../ingest/intake-budget.ts';
import type { OutcomeCounts } from '../ingest/watch-outcomes.ts';
import { collectMessages } from './collect-messages.ts';
import { createDeferred } from './deferred.ts';
import type { Intake, Parcel, Receipts } from './intake.ts';
import { toError } from './intake-failure.ts';
import type { FromIntake, IntakeThreadData, ToIntake } from './intake-messages.ts';
import { createTurnDesk } from './turn-desk.ts';

export interface ThreadedIntakeSettings {
  /** The file of the thread's program. */
  program: URL;
  /** The folder of the store. */
  dataDir: string;
  /** Called with each error that made an item fail. */
  onFailure: (error: unknown) => void;
  /** Called when something was stored, before its sender knows. */
  onStored: (counts: OutcomeCounts) => void;
  /** Most bytes of parcels that are not yet answered; default 64 MB. */
  maxBytes?: number;
  /** Most memory of the thread's objects; without it the engine's own limit. */
  maxHeapMegabytes?: number;
}

/** An intake whose work is done by a thread with a writing connection of its own. */
export interface ThreadedIntake extends Intake {
  /** When another connection of this process may write. */
  readonly turns: WritingTurns;
  /** Resolves when the thread has ended without being asked to: nothing can be taken in any more. */
  readonly died: Promise<IntakeDiedError>;
}

/** The thread that takes in has ended by itself. What it had not acknowledged is not stored. */
export class IntakeDiedError extends Error {
  constructor(cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(`The thread that takes in users and events has ended: ${reason}.`, { cause });
    this.name = 'IntakeDiedError';
  }
}

/** Nearly all that a batch makes is garbage after it: with room for it, less is taken to be old. */
const maxYoungGenerationSizeMb = 64;

interface Waiting {
  resolve: (receipt: Receipts[Parcel['kind']]) => void;
  reject: (error: Error) => void;
  release: () => void;
}

/**
 * Starts the thread; resolves when it has opened the store, created and migrated as needed. Rejects
 * with the `StoreError` when it cannot.
 */
export async function startThreadedIntake(
  settings: ThreadedIntakeSettings,
): Promise<ThreadedIntake> {
  const {
    program,
    dataDir,
    onFailure,
    onStored,
    maxBytes = 64 * 1024 * 1024,
    maxHeapMegabytes,
  } = settings;
  const budget = createIntakeBudget(maxBytes);
  const waiting = new Map<number, Waiting>();
  const opened = createDeferred<void>();
  const ended = createDeferred<void>();
  const died = createDeferred<IntakeDiedError>();
  let lastId = 0;
  let isClosing = false;
  let death: IntakeDiedError | undefined;

  const worker = new Worker(program, {
    // Without this process's own arguments: they may be loaders that a thread cannot use.
    execArgv: [],
    workerData: { dataDir } satisfies IntakeThreadData,
    resourceLimits: {
      maxYoungGenerationSizeMb,
      ...(maxHeapMegabytes && { maxOldGenerationSizeMb: maxHeapMegabytes }),
    },
  });
  // What the requests say that are read in one turn of the event loop.
  const { say, flush } = collectMessages<ToIntake>(
    (messages, transferred) => worker.postMessage(messages, transferred),
    setImmediate,
  );
  const desk = createTurnDesk((message) => {
    say(message);
    // Who writes holds up the other one until it hears of the end.
    flush();
  });

  function die(cause: unknown): void {
    if (death !== undefined) return;
    death = new IntakeDiedError(cause);
    opened.reject(death);
    desk.refuseAll(death);
    for (const { reject, release } of waiting.values()) {
      release();
      reject(death);
    }
    waiting.clear();
    died.resolve(death);
  }

  function settle(id: number, end: (one: Waiting) => void): void {
    const one = waiting.get(id);
    if (one === undefined) return;
    waiting.delete(id);
    one.release();
    end(one);
  }

  function hear(message: FromIntake): void {
    switch (message.type) {
      case 'open':
        opened.resolve();
        return;
      case 'notOpen':
        isClosing = true;
        opened.reject(toError(message.failure));
        return;
      case 'stored':
        onStored(message.counts);
        return;
      case 'receipt':
        settle(message.id, ({ resolve }) => resolve(message.receipt));
        return;
      case 'refusal':
        settle(message.id, ({ reject }) => reject(toError(message.failure)));
        return;
      case 'itemFailure':
        onFailure(toError(message.failure));
        return;
      case 'turn':
        desk.grant();
        return;
      case 'noTurn':
        desk.refuse(toError(message.failure));
    }
  }

  worker.on('message', (messages: readonly FromIntake[]) => messages.forEach(hear));
  worker.on('messageerror', die);
  worker.on('error', die);
  worker.on('exit', (code) => {
    // After `close` it ends by itself, when nobody waits any more.
    if (!isClosing || code !== 0 || waiting.size > 0) die(`it stopped with code ${code}`);
    else desk.end();
    ended.resolve();
  });
  await opened.promise;

  return {
    turns: desk,
    died: died.promise,
    async receive<Kind extends Parcel['kind']>(parcel: Extract<Parcel, { kind: Kind }>) {
      if (death !== undefined) throw death;
      if (isClosing) throw new ClosingError();
      const release = budget.take(parcel.body.byteLength);
      const id = ++lastId;
      const receipt = await new Promise<Receipts[Parcel['kind']]>((resolve, reject) => {
        waiting.set(id, { resolve, reject, release });
        say({ type: 'parcel', id, parcel }, [parcel.body.buffer]);
      });
      return receipt as Receipts[Kind];
    },
    async close() {
      if (!isClosing && death === undefined) {
        isClosing = true;
        desk.close();
        say({ type: 'close' });
      }
      await ended.promise;
    },
  };
}
