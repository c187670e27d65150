/**
 * Events of Segment. Its destination says each twice: it pushes it, and raises one on the window, which a page may
 * also do alone. Either is told, both together once.
 *
 * @param onEvent is told the name of each
 */
export function createSegmentEvents(page: Window, onEvent: (name: string) => void) {
  /** By the name, after a letter that no object has properties with: how often each was said. */
  const counts: Record<string, { pushed: number; raised: number; isHeard?: boolean }> = {};
  const countsOf = (name: string) => {
    const own = counts[`# ${name}`] ?? { pushed: 0, raised: 0 };
    counts[`# ${name}`] = own;
    return own;
  };
  const add = (name: string, way: 'pushed' | 'raised') => {
    const own = countsOf(name);
    const before = Math.max(own.pushed, own.raised);
    own[way] += 1;
    if (own[way] > before) onEvent(name);
  };
  return {
    push: (name: unknown) => add(`${name}`, 'pushed'),
    /** From now on also what the window raises under that name. */
    hear(name: string) {
      const own = countsOf(name);
      if (own.isHeard) return;
      own.isHeard = true;
      // Those that were raised with what was pushed before were not heard.
      own.raised = own.pushed;
      page.addEventListener(`jimo-segmentio-track:${name}`, () => add(name, 'raised'));
    },
  };
}
