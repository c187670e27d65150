import { type Instant, maxKeysPerProfile, type Value } from '@muster/conditions';
import { forgetOldestTombstones } from './profile-changes.ts';
import type { ProfileDocument, Stamped } from './profile-document.ts';
import { joinInteraction } from './profile-history.ts';

/**
 * What remains of two users when `identify` finds that they are one: the identified user with what
 * the anonymous one brings along, under the rules of the spec's Identity. Events are the store's
 * business. Values move only where the identified user has none for that key, whatever their times;
 * a removal is no value, but it keeps out what is older than itself (decision 0011). Keys that
 * would exceed the limit of a profile stay behind.
 */
export function mergeProfiles(
  anonymous: ProfileDocument,
  identified: ProfileDocument,
): ProfileDocument {
  const { anonymousId: _, ...kept } = identified;
  return {
    ...kept,
    ...chooseNative(anonymous, identified),
    ...joinActivity(anonymous, identified),
    created: Math.min(anonymous.created, identified.created),
    sessions: anonymous.sessions + identified.sessions,
    tags: unite(identified.tags, anonymous.tags),
    attributes: moveValues(anonymous.attributes, identified.attributes),
    traits: moveValues(anonymous.traits, identified.traits),
    interactions: joinInteractions(anonymous.interactions, identified.interactions),
    answers: joinAnswers(anonymous.answers, identified.answers),
    imports: unite(identified.imports, anonymous.imports),
  };
}

function chooseNative(anonymous: ProfileDocument, identified: ProfileDocument) {
  const chosen: Pick<ProfileDocument, 'name' | 'email' | 'language'> = {};
  for (const key of ['name', 'email', 'language'] as const) {
    const moving = anonymous[key];
    const stamped = moving && moves(moving, identified[key]) ? moving : identified[key];
    if (stamped) chosen[key] = stamped;
  }
  return chosen;
}

function joinActivity(anonymous: ProfileDocument, identified: ProfileDocument) {
  const joined: Pick<ProfileDocument, 'firstSeen' | 'lastActivity'> = {};
  const firstSeen = pick(Math.min, anonymous.firstSeen, identified.firstSeen);
  const lastActivity = pick(Math.max, anonymous.lastActivity, identified.lastActivity);
  if (firstSeen !== undefined) joined.firstSeen = firstSeen;
  if (lastActivity !== undefined) joined.lastActivity = lastActivity;
  return joined;
}

function moveValues(
  from: ProfileDocument['attributes'],
  into: ProfileDocument['attributes'],
): ProfileDocument['attributes'] {
  const values = new Map(into);
  let live = [...into.values()].filter(({ value }) => value !== null).length;
  for (const [key, moving] of from) {
    if (!moves(moving, into.get(key))) continue;
    const isAdded = moving.value !== null;
    if (isAdded && live >= maxKeysPerProfile) continue;
    live += Number(isAdded);
    values.set(key, moving);
  }
  forgetOldestTombstones(values, live);
  return values;
}

/** Never over a value; over nothing, or over a removal that is not later. */
function moves(moving: Stamped<Value>, present: Stamped<Value> | undefined): boolean {
  if (present === undefined) return true;
  return present.value === null && moving.at > present.at;
}

type Interactions = ProfileDocument['interactions'];

function joinInteractions(anonymous: Interactions, identified: Interactions): Interactions {
  const joined = new Map(identified);
  for (const [id, moving] of anonymous) {
    const present = joined.get(id);
    joined.set(id, present ? joinInteraction(moving, present) : moving);
  }
  return joined;
}

type Answers = ProfileDocument['answers'];

/** The latest by key; of two at one instant, the identified user's. */
function joinAnswers(anonymous: Answers, identified: Answers): Answers {
  const joined = new Map(identified);
  for (const [key, moving] of anonymous) {
    const present = joined.get(key);
    if (present === undefined || moving.at > present.at) joined.set(key, moving);
  }
  return joined;
}

function unite(first: readonly string[], second: readonly string[]): string[] {
  return [...new Set([...first, ...second])];
}

function pick(
  choose: (one: Instant, other: Instant) => Instant,
  one: Instant | undefined,
  other: Instant | undefined,
): Instant | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return choose(one, other);
}
