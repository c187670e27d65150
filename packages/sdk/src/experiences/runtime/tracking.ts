import type { JsonRecord } from '../../json.ts';
import { readMessage } from '../../json.ts';
import type { startTracker } from '../../tracker/tracker.ts';
import type { TrackerItem } from '../shown.ts';
import type { RuntimeParts } from './create-runtime.ts';

/** Loads what looks for no-code events. */
export type LoadTracker = () => Promise<typeof startTracker>;

/** Most characters of an address that an event keeps, as the server does of a page view's. */
const maxUrlLength = 700;

/**
 * Looks for the no-code events that answers name; loads what does so with the first.
 *
 * @param report is told the name of one that has happened, and where
 */
export function createTracking(
  { page, loadTracker, folder, emit, now }: RuntimeParts,
  report: (name: string, properties: JsonRecord) => void,
) {
  let followed = '';
  let tracker: ReturnType<typeof startTracker> | undefined;

  const reportHere = (name: string) => {
    const { origin, pathname } = page.location;
    report(name, { url: (origin + pathname).slice(0, maxUrlLength) });
  };
  const follow = async ({ path, stamp }: TrackerItem) => {
    if (followed === stamp) return;
    followed = stamp;
    try {
      const start = await loadTracker();
      tracker ??= start(page, reportHere, now);
      await tracker.follow(folder + path);
    } catch (error) {
      // The page goes on without; the next answer tries again.
      if (followed === stamp) followed = '';
      emit('error', { message: `no-code events: ${readMessage(error)}` });
    }
  };

  return {
    /** The project has these live, or none. */
    onAnswer(item: TrackerItem | undefined) {
      if (item) void follow(item);
      else {
        followed = '';
        tracker?.define([]);
      }
    },
    view: () => tracker?.view(),
  };
}
