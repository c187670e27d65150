import { type Instant, maxKeysPerProfile, type Value } from '@muster/conditions';
import type { Identity } from '../../store/store.ts';
import { none, type ProfileDocument, type Stamped } from './profile-document.ts';

/**
 * Changes of one profile as pure functions: each returns a new document, or the same object when
 * nothing changed, so that a batch writes only what it must. See decision 0011 for who wins.
 */

/** Who sets a value, and at what time it was true. */
export interface Stamp {
  /** Shown as Source, e.g. `API` or `CSV: customers.csv`. */
  source: string;
  at: Instant;
}

/** New values by key; `null` removes. */
export type ValueChanges = ReadonlyMap<string, Value | null>;

/** A key that was left as it was, and why. */
export interface KeyRefusal {
  key: string;
  code: 'too_many_keys';
  message: string;
}

export interface Changed {
  document: ProfileDocument;
  refused: KeyRefusal[];
}

/** The native fields that a source can set. */
export interface NativeChanges {
  name?: string | null;
  email?: string | null;
  language?: string | null;
}

/**
 * Most removed keys whose removal is remembered, per kind. Beyond it the oldest removals are
 * forgotten: a sender that invents keys only to remove them must not grow a profile without end.
 */
export const maxTombstones = 1000;

const nativeKeys = ['name', 'email', 'language'] as const;

/** A user of whom nothing is known but the id. `created` is the instant of arrival. */
export function createProfile(
  number: number,
  identity: Identity,
  created: Instant,
): ProfileDocument {
  const id = identity.kind === 'user' ? { userId: identity.id } : { anonymousId: identity.id };
  return {
    number,
    ...id,
    created,
    sessions: 0,
    tags: [],
    attributes: none,
    traits: none,
    interactions: none,
    answers: none,
    imports: [],
  };
}

/** Records that the user was active: widens `firstSeen` … `lastActivity` to include `at`. */
export function touchActivity(document: ProfileDocument, at: Instant): ProfileDocument {
  const { firstSeen, lastActivity } = document;
  if (firstSeen === undefined || lastActivity === undefined) {
    return { ...document, firstSeen: firstSeen ?? at, lastActivity: lastActivity ?? at };
  }
  if (firstSeen <= at && at <= lastActivity) return document;
  return {
    ...document,
    firstSeen: Math.min(firstSeen, at),
    lastActivity: Math.max(lastActivity, at),
  };
}

/** Records that the user began one more session. */
export function countSession(document: ProfileDocument): ProfileDocument {
  return { ...document, sessions: document.sessions + 1 };
}

/** Most tags of one user. */
export const maxTags = 100;

/** Adds and removes tags; new ones come last. `undefined` when there would be too many. */
export function changeTags(
  document: ProfileDocument,
  { add, remove }: { add: readonly string[]; remove: readonly string[] },
): ProfileDocument | undefined {
  const removed = new Set(remove);
  const kept = document.tags.filter((tag) => !removed.has(tag));
  const tags = [...new Set([...kept, ...add])];
  if (tags.length > maxTags && tags.length > document.tags.length) return undefined;
  const isSame =
    tags.length === document.tags.length && tags.every((tag, i) => tag === document.tags[i]);
  return isSame ? document : { ...document, tags };
}

/** Sets or removes native fields; each field by the latest writer. */
export function setNative(
  document: ProfileDocument,
  changes: NativeChanges,
  stamp: Stamp,
): ProfileDocument {
  let next: ProfileDocument | undefined;
  for (const key of nativeKeys) {
    const value = changes[key];
    if (value === undefined || !wins(stamp, document[key])) continue;
    // One copy for all of them: an import sets several, of every user.
    next ??= { ...document };
    next[key] = { value, source: stamp.source, at: stamp.at };
  }
  return next ?? document;
}

/** Sets or removes custom attributes; each key by the latest writer, at most 1,000 keys in all. */
export function setAttributes(
  document: ProfileDocument,
  changes: ValueChanges,
  stamp: Stamp,
): Changed {
  const { values, refused } = applyChanges(
    document.attributes,
    changes,
    stamp,
    'custom attributes',
  );
  const isSame = values === document.attributes;
  return { document: isSame ? document : { ...document, attributes: values }, refused };
}

/** The same for Segment.io traits, which are counted on their own. */
export function setTraits(document: ProfileDocument, changes: ValueChanges, stamp: Stamp): Changed {
  const { values, refused } = applyChanges(document.traits, changes, stamp, 'traits');
  const isSame = values === document.traits;
  return { document: isSame ? document : { ...document, traits: values }, refused };
}

type StampedValues = ReadonlyMap<string, Stamped<Value>>;

function applyChanges(
  before: StampedValues,
  changes: ValueChanges,
  stamp: Stamp,
  what: string,
): { values: StampedValues; refused: KeyRefusal[] } {
  const refused: KeyRefusal[] = [];
  let values: Map<string, Stamped<Value>> | undefined;
  let live = countLive(before);
  for (const [key, value] of changes) {
    const present = before.get(key);
    if (!wins(stamp, present)) continue;
    const wasLive = isLive(present);
    if (value !== null && !wasLive && live >= maxKeysPerProfile) {
      refused.push({ key, code: 'too_many_keys', message: sayTooMany(what) });
      continue;
    }
    live += Number(value !== null) - Number(wasLive);
    values ??= new Map(before);
    values.set(key, { value, source: stamp.source, at: stamp.at });
  }
  if (values === undefined) return { values: before, refused };
  forgetOldestTombstones(values, live);
  return { values, refused };
}

/** The latest writer wins; of two at one instant, the one that arrived later. */
function wins(stamp: Stamp, present: Stamped<Value> | undefined): boolean {
  return present === undefined || stamp.at >= present.at;
}

function isLive(present: Stamped<Value> | undefined): boolean {
  return present !== undefined && present.value !== null;
}

function countLive(values: StampedValues): number {
  let count = 0;
  for (const { value } of values.values()) count += Number(value !== null);
  return count;
}

/** Drops what is beyond `maxTombstones`, oldest first, in place. */
export function forgetOldestTombstones(
  values: Map<string, Stamped<Value>>,
  live = countLive(values),
): void {
  const excess = values.size - live - maxTombstones;
  if (excess <= 0) return;
  const tombstones = [...values].filter(([, { value }]) => value === null);
  tombstones.sort(([keyA, a], [keyB, b]) => a.at - b.at || (keyA < keyB ? -1 : 1));
  for (const [key] of tombstones.slice(0, excess)) values.delete(key);
}

function sayTooMany(what: string): string {
  return `The user has ${maxKeysPerProfile} ${what} already; a new one needs another removed first.`;
}
