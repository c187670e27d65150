/** The outcome of `work`, or the signal's reason as soon as it aborts; `work` then goes on unheard. */
export function untilAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

/** A signal that aborts with the first of several, until it is unlinked. */
export interface LinkedSignal {
  signal: AbortSignal;
  unlink(): void;
}

/** As `AbortSignal.any`, which keeps what it makes for as long as its longest-lived source. */
export function linkSignals(...sources: (AbortSignal | undefined)[]): LinkedSignal {
  const controller = new AbortController();
  const links = sources.flatMap((source) => {
    if (source === undefined) return [];
    const abort = () => controller.abort(source.reason);
    if (source.aborted) abort();
    source.addEventListener('abort', abort, { once: true });
    return [() => source.removeEventListener('abort', abort)];
  });
  return {
    signal: controller.signal,
    unlink() {
      for (const unlink of links) unlink();
    },
  };
}
