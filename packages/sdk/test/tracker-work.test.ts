import { expect, test } from 'vitest';
import { createTracker } from '../src/tracker/create-tracker.ts';
import type { Definition } from '../src/tracker/definition.ts';

/**
 * What a look for what is not there costs on this page. Among 50,000 nodes Chromium took 0.1 to 0.3 ms (median) for a class,
 * an attribute or a path, at worst 8 to 16 ms, and 108 ms for a selector with `:has`.
 */
const lookMs = 4;
const frameMs = 16;

/** A large page that changes with each frame, on a clock of its own. Nothing that is looked for is there. */
function createLargePage() {
  const timers: { at: number; run: () => void }[] = [];
  const looks = new Map<string, number>();
  const slicesMs: number[] = [];
  let observer: (() => void) | undefined;
  let now = 0;

  class Document {
    querySelector(selector: string): null {
      looks.set(selector, (looks.get(selector) ?? 0) + 1);
      now += lookMs;
      return null;
    }
  }
  class MutationObserver {
    readonly #changed: () => void;
    constructor(changed: () => void) {
      this.#changed = changed;
    }
    observe() {
      observer = this.#changed;
    }
    disconnect() {
      observer = undefined;
    }
  }
  const page = {
    Document,
    MutationObserver,
    Element: class {
      matches() {}
    },
    Event: class {
      composedPath() {}
    },
    document: new Document(),
    location: { href: 'https://shop.example/orders' },
    addEventListener() {},
    setTimeout: (run: () => void, ms: number) => timers.push({ at: now + ms, run }),
  };

  function runTimers(): void {
    for (;;) {
      const due = timers.findIndex(({ at }) => at <= now);
      if (due === -1) return;
      const [timer] = timers.splice(due, 1);
      const before = now;
      timer?.run();
      slicesMs.push(now - before);
    }
  }

  return {
    window: page as unknown as Window & typeof globalThis,
    now: () => now,
    looks,
    slicesMs,
    /** Lets so much time pass. */
    pass(ms: number): void {
      for (const until = now + ms; now < until; now += frameMs) {
        observer?.();
        runTimers();
      }
    },
  };
}

const minuteMs = 60_000;

function present(count: number, url?: string): Definition[] {
  return Array.from({ length: count }, (_, i) => ({
    name: `seen ${i}`,
    match: 'all',
    conditions: [
      ...(url === undefined
        ? []
        : [
            {
              type: 'url' as const,
              match: 'any' as const,
              urls: [{ operator: 'contains' as const, not: false, value: url }],
            },
          ]),
      { type: 'present', selector: `.missing-${i}` },
    ],
  }));
}

test('one element is looked for in a fortieth of the time, however often a large page changes', () => {
  const page = createLargePage();
  createTracker(page.window, () => {}, page.now).define(present(1));
  page.pass(minuteMs);
  const looks = page.looks.get('.missing-0') ?? 0;
  expect(looks).toBeGreaterThan(10);
  expect(looks * lookMs).toBeLessThanOrEqual(minuteMs / 40 + lookMs);
});

test('a hundred elements are looked for in a tenth of the time, all together, and none is forgotten', () => {
  const page = createLargePage();
  createTracker(page.window, () => {}, page.now).define(present(100));
  page.pass(minuteMs);
  const looks = [...page.looks.values()];
  expect(looks).toHaveLength(100);
  expect(Math.min(...looks)).toBeGreaterThan(5);
  expect(looks.reduce((sum, count) => sum + count, 0) * lookMs).toBeLessThan(minuteMs / 10);
  // The page has its turn after each slice of 8 ms, and the look that was under way when it was over.
  expect(Math.max(...page.slicesMs)).toBeLessThan(8 + lookMs);
});

test('nothing is looked for on pages that no definition is about', () => {
  const page = createLargePage();
  createTracker(page.window, () => {}, page.now).define(present(100, '/checkout'));
  page.pass(minuteMs);
  expect(page.looks.size).toBe(0);
});
