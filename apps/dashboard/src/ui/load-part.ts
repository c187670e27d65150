import { type ComponentType, lazy } from 'react';

// A browser remembers of a module that it could not be loaded, and does not ask for it again: only a
// reload of the page brings what was asked for while the server was away.

const listeners = new Set<() => void>();
let isMissing = false;

/** Whether a part of the page could not be loaded. */
export const missingPart = {
  subscribe: (onChange: () => void) => {
    listeners.add(onChange);
    return () => listeners.delete(onChange);
  },
  current: () => isMissing,
};

/**
 * A component whose code is loaded when it is first shown. If that cannot be, it shows nothing and
 * `missingPart` says so: a menu takes nothing down.
 */
export function lazyPart<Props extends object>(load: () => Promise<ComponentType<Props>>) {
  return lazy(async () => {
    try {
      return { default: await load() };
    } catch {
      // The browser has told its console why; the banner tells who reads.
      isMissing = true;
      for (const listener of listeners) listener();
      return { default: () => null };
    }
  });
}

const askEveryMs = 1_500;

/** Waits until the server that the page came from answers. */
export async function untilServed(): Promise<void> {
  for (;;) {
    try {
      await fetch('/', { method: 'HEAD', cache: 'no-store' });
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, askEveryMs));
    }
  }
}
