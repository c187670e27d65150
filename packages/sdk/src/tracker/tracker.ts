// What the runtime loads when the project has live no-code events.
import type { Tracker } from './create-tracker.ts';
import { createTracker } from './create-tracker.ts';
import { fetchDefinitions } from './fetch-definitions.ts';

/**
 * Looks for the no-code events that are under a path of the server, until it is told of others.
 *
 * @param report is told the name of an event that has happened
 */
export function startTracker(
  page: Window & typeof globalThis,
  report: (name: string) => void,
  now: () => number,
): Tracker & { follow: (url: string) => Promise<void> } {
  const tracker = createTracker(page, report, now);
  /** Of those that were asked for last: an earlier answer that comes later is outdated. */
  let wanted = '';
  return {
    ...tracker,
    async follow(url) {
      wanted = url;
      const definitions = await fetchDefinitions(page, url);
      if (wanted === url) tracker.define(definitions);
    },
  };
}
