import type { ImportBody, ImportChange } from '@muster/protocol';
import { ApiProblem } from '../../../api/problem.ts';
import { isNoChange, mergeChanges } from './draft-changes.ts';

/** Why the server did not take a change, and what was asked of it. */
export interface Refusal {
  problem: ApiProblem;
  change: ImportChange;
}

export interface SaverState {
  /** What is chosen here and not known to be saved. */
  pending: ImportChange;
  refusal: Refusal | undefined;
}

export interface DraftSaver {
  subscribe: (onChange: () => void) => () => void;
  state: () => SaverState;
  /** Takes a choice: it is sent once nothing has been chosen for a moment. */
  change: (part: ImportChange) => void;
  /** Sends what waits; true when all that was chosen until then is saved. */
  flush: () => Promise<boolean>;
}

interface DraftSaverOptions {
  send: (change: ImportChange) => Promise<ImportBody>;
  onSaved: (draft: ImportBody) => void;
  /** `setTimeout`, an argument for tests. */
  later: (run: () => void, afterMs: number) => unknown;
}

const waitMs = 500;

/**
 * Saves the choices of a wizard as they are made. One request at a time; what is chosen meanwhile goes
 * with the next. What was refused stays chosen, and is sent again together with whatever mends it.
 */
export function createDraftSaver({ send, onSaved, later }: DraftSaverOptions): DraftSaver {
  let unsent: ImportChange = {};
  let inFlight: ImportChange | undefined;
  let sending: Promise<void> | undefined;
  let refusal: Refusal | undefined;
  let current: SaverState = { pending: {}, refusal: undefined };
  let turn = 0;
  const listeners = new Set<() => void>();
  const tell = () => {
    current = { pending: mergeChanges(inFlight ?? {}, unsent), refusal };
    for (const listener of listeners) listener();
  };

  async function sendOnce(): Promise<void> {
    const change = unsent;
    inFlight = change;
    unsent = {};
    try {
      const draft = await send(change);
      refusal = undefined;
      onSaved(draft);
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      refusal = { problem: error, change };
      unsent = mergeChanges(change, unsent);
    } finally {
      inFlight = undefined;
      tell();
    }
  }

  async function flush(): Promise<boolean> {
    turn += 1;
    // Another one's request may be on its way; what waits behind it is sent after it.
    while (sending !== undefined) await sending;
    if (isNoChange(unsent)) return true;
    sending = sendOnce().finally(() => {
      sending = undefined;
    });
    await sending;
    return refusal === undefined;
  }

  return {
    subscribe(onChange) {
      listeners.add(onChange);
      return () => listeners.delete(onChange);
    },
    state: () => current,
    change(part) {
      unsent = mergeChanges(unsent, part);
      refusal = undefined;
      tell();
      turn += 1;
      const own = turn;
      later(() => {
        if (own === turn) void flush();
      }, waitMs);
    },
    flush,
  };
}
