import { append, each } from '../../lists.ts';
import type { ShownExperience } from '../shown.ts';

/**
 * When the moment of each experience has come on the present view of a page: after a time, once an event has
 * happened, when the visitor is about to leave, or at once.
 *
 * @param onMoment is called when another one may be due
 */
export function createMoments(
  now: () => number,
  later: (work: () => void, ms: number) => unknown,
  onMoment: () => void,
) {
  let viewedAt = now();
  let isLeaving = false;
  let events: string[] = [];
  /** How many of the events each experience has been shown for. */
  let usedEvents: Record<string, number> = {};
  /** What has been shown on this view, and what is not to come again by itself. */
  let shown: Record<string, boolean> = {};
  let timers: Record<string, boolean> = {};

  const eventKey = (source: unknown, name: unknown) => `${source} ${name}`;
  const waitFor = (ms: number) => {
    if (timers[ms]) return;
    timers[ms] = true;
    later(onMoment, ms);
  };

  return {
    /** A page is opened, or somebody else is on it: its moments begin anew. */
    reset() {
      viewedAt = now();
      isLeaving = false;
      events = [];
      usedEvents = {};
      shown = {};
      timers = {};
    },
    addEvent(source: 'app' | 'segment', name: unknown) {
      append(events, eventKey(source, name));
      onMoment();
    },
    leave() {
      isLeaving = true;
      onMoment();
    },
    isDue({ id, showOn }: ShownExperience): boolean {
      const { type, delaySeconds = 0, source = 'app', name } = showOn;
      if (type === 'manual') return true;
      if (type === 'event') {
        let isDue = false;
        each(events, (event, i) => {
          if (i >= (usedEvents[id] ?? 0) && event === eventKey(source, name)) isDue = true;
        });
        return isDue;
      }
      if (shown[id]) return false;
      if (type === 'leave') return isLeaving;
      const msLeft = viewedAt + delaySeconds * 1000 - now();
      if (msLeft > 0) waitFor(msLeft);
      return msLeft <= 0;
    },
    /** It is shown now: the same moment does not show it again. */
    use({ id }: ShownExperience) {
      shown[id] = true;
      usedEvents[id] = events.length;
    },
    /** It was taken away though nobody has closed it: it may come again on this view. */
    giveBack({ id }: ShownExperience) {
      shown[id] = false;
    },
  };
}
