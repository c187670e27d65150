import type { Value } from '@muster/conditions';
import { type Interaction, none, type ProfileDocument, type Stamped } from './profile-document.ts';

type Stamp = [source: string, at: number];
type StampedValue<T> = [value: T | null, stamp: number];

/**
 * The JSON of a document. Where and when a value was set is nearly always the same for many values,
 * so it is written once in `stamps` and named by its place there; maps are flat lists, which keep
 * keys like `__proto__` harmless. Together half the bytes of the obvious form.
 */
interface Encoded {
  stamps: Stamp[];
  userId?: string;
  anonymousId?: string;
  name?: StampedValue<string>;
  email?: StampedValue<string>;
  language?: StampedValue<string>;
  created: number;
  sessions: number;
  tags: string[];
  /** key, value, stamp, key, value, stamp … */
  attributes: (string | Value | null | number)[];
  traits: (string | Value | null | number)[];
  /** experience id, and the instants of `interactionKeys` … */
  shown?: (string | number | null)[];
  /** As it was written before: experience id, seen, completed … */
  interactions?: (string | number | null)[];
  /** key, value, at … */
  answers: (string | Value | number)[];
  imports: string[];
}

/** The document as JSON text, without its number and activity, which have columns of their own. */
export function encodeProfile(document: ProfileDocument): string {
  const stamps: Stamp[] = [];
  const encodeStamped = <T>(stamped: Stamped<T> | undefined): StampedValue<T> | undefined =>
    stamped && [stamped.value, placeOf(stamps, stamped)];
  const encodeMap = (map: ReadonlyMap<string, Stamped<Value>>) => {
    const list: Encoded['attributes'] = [];
    for (const [key, stamped] of map) list.push(key, stamped.value, placeOf(stamps, stamped));
    return list;
  };
  const encoded: Encoded = {
    userId: document.userId,
    anonymousId: document.anonymousId,
    name: encodeStamped(document.name),
    email: encodeStamped(document.email),
    language: encodeStamped(document.language),
    created: document.created,
    sessions: document.sessions,
    tags: document.tags,
    attributes: encodeMap(document.attributes),
    traits: encodeMap(document.traits),
    shown: encodeInteractions(document.interactions),
    answers: encodeAnswers(document.answers),
    imports: document.imports,
    stamps,
  };
  return JSON.stringify(encoded);
}

/** The document that `encodeProfile` wrote, without activity. Throws a `SyntaxError` on text that is not JSON. */
export function decodeProfile(number: number, text: string): ProfileDocument {
  const encoded: Encoded = JSON.parse(text);
  const decodeStamped = <T>(value: T | null, place: number): Stamped<T> => {
    const [source, at] = encoded.stamps[place] ?? missingStamp(number);
    return { value, source, at };
  };
  const decodeMap = (list: Encoded['attributes']) => {
    if (list.length === 0) return none;
    const map = new Map<string, Stamped<Value>>();
    for (let at = 0; at < list.length; at += 3) {
      const value = list[at + 1] as Value | null;
      map.set(list[at] as string, decodeStamped(value, list[at + 2] as number));
    }
    return map;
  };
  const document: ProfileDocument = {
    number,
    created: encoded.created,
    sessions: encoded.sessions,
    tags: encoded.tags,
    attributes: decodeMap(encoded.attributes),
    traits: decodeMap(encoded.traits),
    interactions: encoded.shown
      ? decodeInteractions(encoded.shown, interactionKeys)
      : decodeInteractions(encoded.interactions ?? [], formerInteractionKeys),
    answers: decodeAnswers(encoded.answers),
    imports: encoded.imports,
  };
  if (encoded.userId !== undefined) document.userId = encoded.userId;
  if (encoded.anonymousId !== undefined) document.anonymousId = encoded.anonymousId;
  if (encoded.name) document.name = decodeStamped(...encoded.name);
  if (encoded.email) document.email = decodeStamped(...encoded.email);
  if (encoded.language) document.language = decodeStamped(...encoded.language);
  return document;
}

/** The place of a stamp in the list, which is short: new ones are added. */
function placeOf(stamps: Stamp[], { source, at }: { source: string; at: number }): number {
  for (let place = stamps.length - 1; place >= 0; place -= 1) {
    const stamp = stamps[place] as Stamp;
    if (stamp[1] === at && stamp[0] === source) return place;
  }
  return stamps.push([source, at]) - 1;
}

function missingStamp(number: number): never {
  throw new Error(`The document of user ${number} names a stamp that it does not have.`);
}

function encodeAnswers(answers: ProfileDocument['answers']): Encoded['answers'] {
  const list: Encoded['answers'] = [];
  for (const [key, { value, at }] of answers) list.push(key, value, at);
  return list;
}

function decodeAnswers(list: Encoded['answers']): ProfileDocument['answers'] {
  if (list.length === 0) return none;
  const answers = new Map<string, { value: Value; at: number }>();
  for (let at = 0; at < list.length; at += 3) {
    answers.set(list[at] as string, {
      value: list[at + 1] as Value,
      at: list[at + 2] as number,
    });
  }
  return answers;
}

const interactionKeys = ['firstSeen', 'seen', 'completed', 'dismissed'] as const;
const formerInteractionKeys = ['seen', 'completed'] as const;

function encodeInteractions(interactions: ProfileDocument['interactions']) {
  const list: (string | number | null)[] = [];
  for (const [id, interaction] of interactions) {
    list.push(id, ...interactionKeys.map((key) => interaction[key] ?? null));
  }
  return list;
}

function decodeInteractions(
  list: readonly (string | number | null)[],
  keys: readonly (keyof Interaction)[],
): ProfileDocument['interactions'] {
  if (list.length === 0) return none;
  const interactions = new Map<string, Interaction>();
  for (let at = 0; at < list.length; at += 1 + keys.length) {
    const interaction: Interaction = {};
    for (const [place, key] of keys.entries()) {
      const instant = list[at + 1 + place] as number | null;
      if (instant !== null) interaction[key] = instant;
    }
    interactions.set(list[at] as string, interaction);
  }
  return interactions;
}
