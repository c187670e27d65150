import type { Instant } from './profile.ts';

/** What `move` makes of an instant. Whoever is judged at the same one is given the same. */
export function follow<Moved>(move: (now: Instant) => Moved): (now: Instant) => Moved {
  let last: { now: Instant; moved: Moved } | undefined;
  return (now) => {
    if (now !== last?.now) last = { now, moved: move(now) };
    return last.moved;
  };
}
