import { useEffect, useState } from 'react';

export type Loaded<T> = { state: 'loading' } | { state: 'failed' } | { state: 'done'; value: T };

/**
 * What an asynchronous function gives for a key; undefined asks for nothing. Another key aborts the
 * question before; `afterMs` waits whether another one comes, for what is asked while somebody types.
 * While a new answer is on its way the last one is kept.
 */
export function useLoaded<T>(
  key: string | undefined,
  load: (signal: AbortSignal) => Promise<T>,
  afterMs = 0,
): Loaded<T> {
  const [loaded, setLoaded] = useState<Loaded<T>>({ state: 'loading' });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for what `load` asks.
  useEffect(() => {
    if (key === undefined) return;
    const controller = new AbortController();
    const { signal } = controller;
    const timer = setTimeout(() => {
      load(signal).then(
        (value) => signal.aborted || setLoaded({ state: 'done', value }),
        () => signal.aborted || setLoaded({ state: 'failed' }),
      );
    }, afterMs);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [key, afterMs]);
  return loaded;
}
