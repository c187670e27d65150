import type { Instant } from '@muster/conditions';
import { toIdentityKey } from '../../store/identity-key.ts';
import type { EventRow, Identity } from '../../store/store.ts';
import { type NativeChanges, setAttributes, setNative } from '../profiles/profile-changes.ts';
import type { CheckedReport } from './check-report.ts';
import type {
  CommandItem,
  IdentifyItem,
  IngestItem,
  SourceItem,
  TrackItem,
} from './ingest-item.ts';
import { documentOf, type People, type Person, type Wanted } from './people.ts';
import { formatKeyPath, type Refusal } from './refusal.ts';

/** An occurrence, and of whom; the number in its row is set when the batch is saved. */
export interface PendingEvent {
  person: Person;
  row: EventRow;
  /** Of an experience: what it reports, and when it came. */
  report?: CheckedReport & { arrivedAt: Instant };
}

/** Which users, and whose documents, applying these items needs. */
export function findWanted(items: readonly IngestItem[]): Wanted {
  const identities = new Map<string, Identity>();
  const withDocument = new Map<string, Identity>();
  let last: IngestItem | undefined;
  for (const item of items) {
    if (isOfSameBrowser(item, last)) continue;
    last = item;
    for (const identity of identitiesOf(item)) {
      const key = toIdentityKey(identity);
      identities.set(key, identity);
      if (item.type !== 'track') withDocument.set(key, identity);
    }
  }
  return {
    identities: [...identities.values()],
    withDocument: [...withDocument.values()],
    numbers: [],
  };
}

/** Commands come in runs of one browser: the first of a run says who it is about. */
function isOfSameBrowser(item: IngestItem, last: IngestItem | undefined): boolean {
  if (item.type !== 'command' || last?.type !== 'command') return false;
  return item.as === last.as && item.userId === undefined && item.after === last.after;
}

function identitiesOf(item: IngestItem): Identity[] {
  if (item.type === 'track') return [item.identity];
  if (item.type === 'command') return identitiesOfCommand(item);
  if (item.type === 'source') return identitiesOfSourceItem(item);
  if (item.type === 'importRow') return item.identity ? [item.identity] : [];
  const user: Identity = { kind: 'user', id: item.userId };
  return item.anonymousId === undefined
    ? [user]
    : [user, { kind: 'anonymous', id: item.anonymousId }];
}

/** A former id is looked for as both: whoever says it need not know which it is. */
function identitiesOfSourceItem({ who, formerId }: SourceItem): Identity[] {
  const identities: Identity[] = [];
  if (who.kind === 'email') identities.push({ kind: 'user', id: who.id });
  else identities.push(who);
  if (formerId === undefined) return identities;
  return [...identities, { kind: 'anonymous', id: formerId }, { kind: 'user', id: formerId }];
}

function identitiesOfCommand({ as, userId, after = [] }: CommandItem): Identity[] {
  const ids = [as, ...after.map((link) => link.as)];
  const identities: Identity[] = ids.map((id) => ({ kind: 'anonymous', id }));
  return userId === undefined ? identities : [...identities, { kind: 'user', id: userId }];
}

/** Applies an `identify` in memory and returns the keys it could not take. */
export function applyIdentify(people: People, item: IdentifyItem): Refusal[] {
  const person = people.identify(item.userId, item.anonymousId, item.arrivedAt);
  const stamp = { source: item.origin.label, at: item.timestamp };
  if (item.origin.isActivity) people.touch(person, item.timestamp);
  const named = setNative(documentOf(person), findNativeChanges(item), stamp);
  const { document, refused } = setAttributes(named, item.attributes, stamp);
  people.update(person, document);
  return refused.map(({ key, code, message }) => ({
    code,
    message,
    path: formatKeyPath('traits', key),
    scope: 'key',
  }));
}

/** Applies a `track` in memory: the user is there and active; the occurrence is returned. */
export function applyTrack(people: People, item: TrackItem): PendingEvent {
  const person = people.findOrCreate(item.identity, item.arrivedAt);
  if (item.origin.isActivity) people.touch(person, item.timestamp);
  const { origin, event: name, timestamp, messageId, properties } = item;
  const { number } = person;
  const source = origin.eventSource;
  return { person, row: { number, source, name, timestamp, messageId, properties } };
}

/** The reserved traits: texts of these names are native fields as well as custom attributes. */
function findNativeChanges({ attributes }: IdentifyItem): NativeChanges {
  const changes: NativeChanges = {};
  for (const key of ['name', 'email', 'language'] as const) {
    const value = attributes.get(key);
    if (typeof value === 'string' || value === null) changes[key] = value;
  }
  return changes;
}
