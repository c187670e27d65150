import { matchesPage } from '@muster/conditions/page-rules';
import { type Json, writeJson } from '../json.ts';
import { append, each, filter } from '../lists.ts';
import type { Condition, Definition, Happening } from './definition.ts';
import { createPageElements } from './page-elements.ts';
import { watchChanges } from './watch-changes.ts';
import { watchHappenings } from './watch-happenings.ts';

/** Looks for elements go on for so long at a time, and no more than so many, where clocks stand still. */
const sliceMs = 8;
const sliceCount = 20;
/** What takes long to look for is looked for the less often: this many times as long after. */
const restFactor = 40;
/** After each slice nothing is looked for, for so many times what it took: all definitions together get a small share. */
const pauseFactor = 10;
/** When something rests, the next look comes after this. */
const restMs = 500;

/** One definition on the present view of a page. */
interface Watched {
  definition: Definition;
  /** By condition: what has happened on this view. */
  happened: boolean[];
  isReported: boolean;
  /** When its elements may be looked for again. */
  restsUntil: number;
}

/**
 * Looks for what no-code events are made of, and reports each once on a view of a page.
 *
 * @param report is told the name of an event that has happened
 * @param now the browser's clock, in milliseconds
 */
export function createTracker(
  page: Window & typeof globalThis,
  report: (name: string) => void,
  now: () => number,
) {
  const elements = createPageElements(page);
  let watched: Watched[] = [];
  /** Those whose elements are still to be looked for in the look that is under way. */
  let left: Watched[] = [];
  let isLooking = false;
  let isAnyResting = false;
  let isListening = false;

  const holds = (own: Watched, condition: Condition, index: number): boolean => {
    if (condition.type === 'url') return matchesPage(condition, page.location.href);
    if (condition.type === 'present') return elements.has(condition.selector);
    return own.happened[index] === true;
  };

  /** What takes longest to find out is looked at last. */
  const isMet = (own: Watched): boolean => {
    const { match, conditions } = own.definition;
    const isAll = match === 'all';
    let met = isAll && conditions.length > 0;
    const look = (isPresence: boolean) =>
      each(conditions, (condition, index) => {
        if (met !== isAll || (condition.type === 'present') !== isPresence) return;
        met = holds(own, condition, index);
      });
    look(false);
    look(true);
    return met;
  };

  const settle = (own: Watched) => {
    if (own.isReported || !isMet(own)) return;
    own.isReported = true;
    report(own.definition.name);
  };

  /** Whether an element that comes or goes would make a difference now. */
  const waitsForElements = (own: Watched): boolean => {
    if (own.isReported) return false;
    const { match, conditions } = own.definition;
    let hasPresence = false;
    let isReady = true;
    each(conditions, (condition, index) => {
      if (condition.type === 'present') hasPresence = true;
      else if (match === 'all' && !holds(own, condition, index)) isReady = false;
    });
    return hasPresence && isReady;
  };

  const lookFurther = () => {
    const startedAt = now();
    let count = 0;
    while (left.length > count && count < sliceCount && now() - startedAt < sliceMs) {
      const own = left[count] as Watched;
      count += 1;
      const lookedAt = now();
      if (lookedAt < own.restsUntil) {
        isAnyResting = true;
        continue;
      }
      settle(own);
      own.restsUntil = now() + (now() - lookedAt) * restFactor;
    }
    const rest: Watched[] = [];
    each(left, (own, index) => index >= count && append(rest, own));
    left = rest;
    if (left.length) page.setTimeout(lookSafely, (now() - startedAt) * pauseFactor);
    else {
      isLooking = false;
      if (isAnyResting) page.setTimeout(look, restMs);
      else if (filter(watched, waitsForElements).length) awaitChanges();
      isAnyResting = false;
    }
  };
  const lookSafely = () => {
    try {
      lookFurther();
    } catch {
      isLooking = false;
    }
  };
  const look = () => {
    left = filter(watched, ({ isReported }) => !isReported);
    if (isLooking) return;
    isLooking = true;
    page.setTimeout(lookSafely, 0);
  };
  const awaitChanges = watchChanges(page, look);

  const isWanted = (happening: Happening): boolean => {
    let found = false;
    each(watched, ({ isReported, definition }) => {
      each(definition.conditions, ({ type }) => {
        if (type === happening && !isReported) found = true;
      });
    });
    return found;
  };
  const onHappening = (happening: Happening, path: readonly EventTarget[]) => {
    each(watched, (own) => {
      if (own.isReported) return;
      let isNew = false;
      each(own.definition.conditions, (condition, index) => {
        if (condition.type !== happening || own.happened[index]) return;
        if (!elements.isIn(path, condition.selector)) return;
        own.happened[index] = true;
        isNew = true;
      });
      if (!isNew) return;
      settle(own);
      if (waitsForElements(own)) awaitChanges();
    });
  };

  const start = (definition: Definition): Watched => ({
    definition,
    happened: [],
    isReported: false,
    restsUntil: 0,
  });

  return {
    /** What to look for from now on. Those that stay as they are keep what has happened on this view. */
    define(definitions: readonly Definition[]) {
      const next: Watched[] = [];
      each(definitions, (definition) => {
        const same = filter(watched, (own) => isSame(own.definition, definition))[0];
        append(next, same ?? start(definition));
      });
      watched = next;
      if (!isListening && next.length) {
        isListening = true;
        watchHappenings(page, elements, isWanted, onHappening);
      }
      look();
    },
    /** Of the first definition, whether each condition holds now. */
    states(): boolean[] {
      const states: boolean[] = [];
      const own = watched[0];
      each(own?.definition.conditions ?? [], (condition, index) =>
        append(states, own !== undefined && holds(own, condition, index)),
      );
      return states;
    },
    /** A page is opened, also one that a script has made of another: everything may happen again. */
    view() {
      const next: Watched[] = [];
      each(watched, ({ definition }) => append(next, start(definition)));
      watched = next;
      look();
    },
  };
}

/** What looks for no-code events. */
export type Tracker = ReturnType<typeof createTracker>;

function isSame(one: Definition, other: Definition): boolean {
  return writeJson(one as unknown as Json) === writeJson(other as unknown as Json);
}
