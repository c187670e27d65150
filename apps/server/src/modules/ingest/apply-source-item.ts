import type { Value } from '@muster/conditions';
import type { Identity, ReadTransaction } from '../../store/store.ts';
import {
  type KeyRefusal,
  type NativeChanges,
  type Stamp,
  setAttributes,
  setNative,
  setTraits,
} from '../profiles/profile-changes.ts';
import type { ProfileDocument, Stamped } from '../profiles/profile-document.ts';
import type { PendingEvent } from './apply-items.ts';
import type { IngestItem, SourceItem } from './ingest-item.ts';
import { documentOf, type People, type Person } from './people.ts';
import { formatKeyPath, type Refusal } from './refusal.ts';

/** What applying an item of a source came to. */
export type AppliedSourceItem =
  | { ok: true; event: PendingEvent | undefined; refusals: Refusal[] }
  | { ok: false; refusal: Refusal };

/** More users with one address need not be read to know that it tells nobody. */
export const mostAlike = 2;

/** The users whom the items name by their address, as the transaction has them. */
export async function findAddressed(
  tx: ReadTransaction,
  project: number,
  items: readonly IngestItem[],
): Promise<number[]> {
  const emails = new Set<string>();
  for (const item of items) {
    if (item.type === 'source' && item.who.kind === 'email') emails.add(item.who.id);
    if (item.type === 'importRow' && item.email !== undefined) emails.add(item.email);
  }
  const found: number[] = [];
  for (const email of emails) {
    found.push(...(await tx.findNumbersByEmail(project, email, mostAlike)));
  }
  return found;
}

/** Applies what a source sent about one user in memory; of what is refused nothing is done. */
export function applySourceItem(people: People, item: SourceItem): AppliedSourceItem {
  const refused = refuseAlias(people, item);
  if (refused) return { ok: false, refusal: refused };
  const found = findPerson(people, item);
  if (!('person' in found)) return { ok: false, refusal: found };
  const { person } = found;
  if (item.origin.isActivity) people.touch(person, item.timestamp);
  const { document, refusals } = setValues(documentOf(person), item);
  people.update(person, document);
  return { ok: true, event: toPending(person, item), refusals };
}

/** Two identified users never merge, whoever says that they are one. */
function refuseAlias(people: People, { who, formerId, isAlias }: SourceItem): Refusal | undefined {
  if (!isAlias || formerId === undefined || who.kind === 'email') return undefined;
  const person = people.find(who);
  const former =
    people.find({ kind: 'user', id: formerId }) ?? people.find({ kind: 'anonymous', id: formerId });
  if (former === undefined || former === person) return undefined;
  if (documentOf(former).userId === undefined) return undefined;
  return refuse(
    'both_identified',
    'The former id is that of another identified user: two of them never become one.',
  );
}

function findPerson(people: People, item: SourceItem): { person: Person } | Refusal {
  const { who, formerId, createsUser, arrivedAt } = item;
  if (who.kind === 'email') return findAddressee(people, who.id, item);
  if (people.find(who) === undefined && !createsUser) return unknownUser;
  if (who.kind === 'user') return { person: people.identify(who.id, formerId, arrivedAt) };
  return { person: people.findOrCreate(who, arrivedAt) };
}

/** By address; whoever is new is known by it, too. */
function findAddressee(
  people: People,
  email: string,
  { createsUser, arrivedAt }: SourceItem,
): { person: Person } | Refusal {
  const alike = people.findByEmail(email);
  if (alike.length > 1) {
    return refuse('ambiguous_email', 'Several users have this email address.');
  }
  const [person] = alike;
  if (person) return { person };
  if (!createsUser) return unknownUser;
  const user: Identity = { kind: 'user', id: email };
  return { person: people.findOrCreate(user, arrivedAt) };
}

const unknownUser = refuse('unknown_user', 'There is no such user, and the source makes none.');

function refuse(code: string, message: string): Refusal {
  return { code, message, path: '', scope: 'item' };
}

function setValues(
  before: ProfileDocument,
  { origin, timestamp: at, native, attributes, traits, once, snapshot, who }: SourceItem,
): { document: ProfileDocument; refusals: Refusal[] } {
  const stamp: Stamp = { source: origin.label, at };
  let document = native ? setNative(before, native, stamp) : before;
  if (snapshot) document = setNative(document, findNativeNews(document, snapshot, stamp), stamp);
  if (who.kind === 'email' && !document.email?.value) {
    document = setNative(document, { email: who.id }, stamp);
  }
  const filled = new Map<string, Value | null>([
    ...(snapshot ? findNews(document, snapshot, stamp) : []),
    ...(once ? findMissing(document, once) : []),
    ...(attributes ?? []),
  ]);
  const ofAttributes = setAttributes(document, filled, stamp);
  const ofTraits = setTraits(ofAttributes.document, traits ?? new Map(), stamp);
  const refusals = [
    ...ofAttributes.refused.map((refused) => toRefusal(refused, 'attributes')),
    ...ofTraits.refused.map((refused) => toRefusal(refused, 'traits')),
  ];
  return { document: ofTraits.document, refusals };
}

function findMissing(document: ProfileDocument, once: ReadonlyMap<string, Value>) {
  return [...once].filter(([key]) => document.attributes.get(key) === undefined);
}

function findNews(document: ProfileDocument, snapshot: ReadonlyMap<string, Value>, stamp: Stamp) {
  return [...snapshot].filter(([key, value]) => isNews(document.attributes.get(key), value, stamp));
}

/** The same for the fields whose names are native. */
function findNativeNews(
  document: ProfileDocument,
  snapshot: ReadonlyMap<string, Value>,
  stamp: Stamp,
): NativeChanges {
  const news: NativeChanges = {};
  for (const key of ['name', 'email', 'language'] as const) {
    const value = snapshot.get(key);
    if (typeof value === 'string' && isNews(document[key], value, stamp)) news[key] = value;
  }
  return news;
}

function isNews(present: Stamped<Value> | undefined, value: Value, { source }: Stamp): boolean {
  if (present === undefined) return true;
  return present.source === source && !isSame(present.value, value);
}

function isSame(one: Value | null, other: Value): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function toRefusal({ key, code, message }: KeyRefusal, object: string): Refusal {
  return { code, message, path: formatKeyPath(object, key), scope: 'key' };
}

function toPending(person: Person, { origin, event }: SourceItem): PendingEvent | undefined {
  if (event === undefined) return undefined;
  const { name, timestamp, messageId, properties } = event;
  const source = origin.eventSource;
  return { person, row: { number: person.number, source, name, timestamp, messageId, properties } };
}
