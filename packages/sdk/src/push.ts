import type { Command, EventPayloads, Listen, Result } from './public-commands.ts';

interface Jimo {
  push(command: unknown): unknown;
}

/**
 * Pushes a command, before or after the SDK has started. The promise is of its result, and never
 * rejects: what is refused is reported on the console and to `error` listeners. On a server, where
 * there is no window, it stays open.
 */
export function push<Name extends keyof EventPayloads>(command: Listen<Name>): Promise<undefined>;
export function push<const Pushed extends Command>(command: Pushed): Promise<Result<Pushed>>;
export function push(command: readonly unknown[]): Promise<unknown> {
  return new Promise((resolve) => {
    if (typeof window === 'undefined') return;
    const page = window as unknown as { jimo?: Jimo };
    page.jimo ??= [];
    if (Array.isArray(page.jimo)) {
      // In the buffer there is nobody yet who would answer: the SDK looks for `resolve` there.
      page.jimo.push(Object.assign([...command], { resolve }));
    } else {
      resolve(page.jimo.push(command));
    }
  });
}
