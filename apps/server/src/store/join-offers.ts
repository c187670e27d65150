import type { Session } from './session.ts';

/** All of them in one. */
type Joined<Offered extends object[]> = Offered extends [
  infer First,
  ...infer Rest extends object[],
]
  ? First & Joined<Rest>
  : unknown;

type Made = Record<string, (...parameters: unknown[]) => unknown>;

/**
 * Everything that `offers` offer, as one: each makes functions that do something in a session, and looks at nothing of
 * the session itself. What one of them offers is made for a session when the first of it is called: there are a
 * hundred functions, and most transactions call three. Of two of a name the later counts.
 */
export function joinOffers<Offered extends object[]>(
  ...offers: { [Place in keyof Offered]: (session: Session) => Offered[Place] }
): (session: Session) => Joined<Offered> {
  class Functions {
    readonly #session: Session;
    readonly #made: Made[] = [];

    constructor(session: Session) {
      this.#session = session;
    }

    static call(offered: Functions, place: number, name: string, parameters: unknown[]): unknown {
      const made = offered.#made[place] ?? (offers[place]?.(offered.#session) as Made);
      offered.#made[place] = made;
      return made[name]?.(...parameters);
    }
  }

  // Only the names are wanted.
  const noSession = {} as Session;
  for (const [place, offer] of offers.entries()) {
    for (const name of Object.keys(offer(noSession))) {
      Object.defineProperty(Functions.prototype, name, {
        configurable: true,
        value(this: Functions, ...parameters: unknown[]) {
          return Functions.call(this, place, name, parameters);
        },
      });
    }
  }
  return (session) => new Functions(session) as object as Joined<Offered>;
}
