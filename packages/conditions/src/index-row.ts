import { encodeKey, tagScalar } from './index-layout.ts';
import { parseIsoDate } from './iso-date.ts';
import type { Instant, Profile, Value } from './profile.ts';
import type { EventSource } from './tree.ts';

/** What a row of `users` is made of. */
export interface UserRowInput {
  project: number;
  number: number;
  /** Position in the change log: of two rows of a user the one with the higher counts. */
  rev: number;
  /** True for the row that takes a user out of the index. */
  deleted: boolean;
  /** The browser's id of a user who has never been identified. */
  anonymousId: string | undefined;
  profile: Profile;
  /** The project's zone: dates without a time are midnight there. */
  timeZone: string;
}

/** What a row of `events` is made of. */
export interface EventRowInput {
  project: number;
  number: number;
  rev: number;
  source: EventSource;
  name: string;
  timestamp: Instant;
  properties: ReadonlyMap<string, Value>;
  timeZone: string;
}

// Rows are put together as text: ten million of them pass here when an index is rebuilt, and each
// value is written once instead of first becoming an object.

/** A row of `users` as one line of JSON, without the newline, in the form that index-layout.ts says. */
export function toUserRow(input: UserRowInput): string {
  const { profile, timeZone } = input;
  const { native } = profile;
  return (
    `{"project":${input.project},"number":${input.number},"rev":${input.rev}` +
    `,"deleted":${input.deleted ? 1 : 0}` +
    `,"id":${toText(native.id)},"anonymous_id":${toText(input.anonymousId)}` +
    `,"name":${toText(native.name)},"email":${toText(native.email)}` +
    `,"language":${toText(native.language)}` +
    `,"first_seen":${toInstant(native.firstSeen)}` +
    `,"last_activity":${toInstant(native.lastActivity)}` +
    `,"created":${toInstant(native.created)}` +
    `,"sessions":${native.sessions},"tags":${JSON.stringify(native.tags.map(tagScalar))}` +
    `,"seen":${JSON.stringify([...profile.seen])}` +
    `,"completed":${JSON.stringify([...profile.completed])}` +
    `,"imports":${JSON.stringify([...profile.imports])}` +
    `,"attributes":${toObject(profile.attributes, timeZone)}` +
    `,"traits":${toObject(profile.traits, timeZone)}` +
    `,"answers":${toObject(profile.answers, timeZone)}}`
  );
}

/** A row of `events`, as `toUserRow`. */
export function toEventRow(input: EventRowInput): string {
  return (
    `{"project":${input.project},"source":"${input.source}","name":${JSON.stringify(input.name)}` +
    `,"timestamp":${input.timestamp},"number":${input.number},"rev":${input.rev}` +
    `,"properties":${toObject(input.properties, input.timeZone)}}`
  );
}

function toText(value: string | undefined): string {
  return value === undefined ? 'null' : JSON.stringify(value);
}

function toInstant(value: Instant | undefined): string {
  return value === undefined ? 'null' : String(value);
}

function toObject(values: ReadonlyMap<string, Value>, timeZone: string): string {
  let text = '{';
  for (const [key, value] of values) {
    if (Array.isArray(value) && value.length === 0) continue;
    if (text.length > 1) text += ',';
    text += toMember(toPath(key), value, timeZone);
  }
  return `${text}}`;
}

/** The member of one key and, for a string that reads as a date, that of its instant beside it. */
function toMember(path: string, value: Value, timeZone: string): string {
  switch (typeof value) {
    case 'string': {
      const date = parseIsoDate(value, timeZone);
      const sibling = date === undefined ? '' : `,"${path}@date":${toFloat(date.instant)}`;
      return `"${path}":${JSON.stringify(value)}${sibling}`;
    }
    case 'number':
      return `"${path}":${toFloat(value)}`;
    case 'boolean':
      return `"${path}":${value}`;
    default:
      return `"${path}":${JSON.stringify(value.map(tagScalar))}`;
  }
}

/** A number that is read as a float: a literal without point or exponent would become an integer. */
function toFloat(value: number): string {
  return Number.isInteger(value) ? `${value}.0` : String(value);
}

/** Keys repeat in every row; the cache ends before a project with a million keys could fill it. */
const maxCachedPaths = 10_000;
const pathsByKey = new Map<string, string>();

function toPath(key: string): string {
  const known = pathsByKey.get(key);
  if (known !== undefined) return known;
  const path = encodeKey(key);
  if (pathsByKey.size < maxCachedPaths) pathsByKey.set(key, path);
  return path;
}
