import { IndexSilentError } from '../engine.ts';

/** How a statement is watched whose answer is long in coming. */
export interface Patience {
  /** Time before the server is asked for the first time, and between two times. */
  lookEveryMs: number;
  /** How long that answer may take. */
  answerWithinMs: number;
}

/** A hiccup is no reason: so many looks in a row must have found nothing. */
const mostMissed = 2;

export const defaultPatience: Patience = { lookEveryMs: 5_000, answerWithinMs: 5_000 };

/**
 * Waits for a statement for as long as the server says that it runs it, however long that is: a mutation of all
 * events sends nothing before its end. A server that hangs, or a connection that was lost without a word, says
 * nothing; then `statement` is aborted with an `IndexSilentError`. It may still take effect.
 *
 * @param isRunning whether the server runs the statement now; must reject when `signal` aborts
 */
export async function watchStatement<T>(
  isRunning: (signal: AbortSignal) => Promise<boolean>,
  statement: (given: AbortSignal) => Promise<T>,
  { lookEveryMs, answerWithinMs }: Patience,
): Promise<T> {
  const givenUp = new AbortController();
  let missed = 0;
  let timer = setTimeout(look, lookEveryMs);
  let isOver = false;

  async function look(): Promise<void> {
    // No answer and a wrong one are the same here: one look that found nothing.
    const isFound = await isRunning(AbortSignal.timeout(answerWithinMs)).catch(() => false);
    if (isOver) return;
    missed = isFound ? 0 : missed + 1;
    if (missed >= mostMissed) givenUp.abort(new IndexSilentError());
    else timer = setTimeout(look, lookEveryMs);
  }

  try {
    return await statement(givenUp.signal);
  } finally {
    isOver = true;
    clearTimeout(timer);
  }
}
