import { makeEvent, makeProfile } from '../population/population.ts';

const users = 100_000;

/** Items of one body. */
export const bodyItems = 100;

/** The event of this number. */
export function makeTrack(i: number): object {
  const event = makeEvent(i, users);
  return {
    type: 'track',
    userId: `user-${event.number}`,
    event: event.name,
    timestamp: new Date(event.timestamp).toISOString(),
    messageId: `bench-${i}`,
    properties: Object.fromEntries(event.properties),
  };
}

/** A profile update with twenty attributes. */
export function makeIdentify(i: number): object {
  const number = 1 + (i % users);
  const profile = makeProfile(number);
  return {
    type: 'identify',
    userId: `user-${number}`,
    messageId: `identify-${i}`,
    traits: Object.fromEntries(profile.attributes),
  };
}

/** Bodies are made before the clock starts, so that the server has the machine to itself. */
export function makeBodies(
  makeItem: (i: number) => object,
  count: number,
  firstItem: number,
): string[] {
  return Array.from({ length: count }, (_, body) =>
    JSON.stringify(
      Array.from({ length: bodyItems }, (_, i) => makeItem(firstItem + body * bodyItems + i)),
    ),
  );
}

/** Bodies of one event each, unlike any of `makeBodies`. */
export function makeSingles(count: number, run: string): string[] {
  return Array.from({ length: count }, (_, i) =>
    JSON.stringify({ ...makeTrack(50_000_000 + i), messageId: `single-${run}-${i}` }),
  );
}
