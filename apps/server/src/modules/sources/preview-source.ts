import type { Value } from '@muster/conditions';
import type { PreviewedSourceItem, SourceKind, SourceMapping } from '@muster/protocol';
import type { Caller } from '../../http/authenticate.ts';
import type { ReadTransaction, Store } from '../../store/store.ts';
import type { SourceItem, TrackItem } from '../ingest/ingest-item.ts';
import { RefusalLog, type RejectedEntry } from '../ingest/refusal.ts';
import { findProfileNumber } from '../profiles/find-profile.ts';
import { invalidSource } from './check-source.ts';
import { openSourceBody } from './open-source-body.ts';
import { type ReadItem, readSourceItems } from './read-source-items.ts';
import { toIso } from './source-body.ts';
import type { SourceIntent } from './source-intent.ts';
import { type SourceSetup, toOrigin } from './source-setup.ts';

/** A payload to try, and how it is to be read. */
export interface PreviewWish {
  kind: SourceKind;
  name?: string | undefined;
  createsUsers?: boolean | undefined;
  mapping?: SourceMapping | undefined;
  payload: string;
}

/** What it would write. */
export interface Preview {
  items: PreviewedSourceItem[];
  rejected: RejectedEntry[];
  skipped: number;
}

interface Parts {
  store: Store;
  now: () => number;
  newId: () => string;
}

const maxShown = 100;

/** Says what a payload would write, and writes nothing. */
export function createSourcePreview({ store, now, newId }: Parts) {
  return async (
    { project: { number: project, timeZone } }: Caller,
    wish: PreviewWish,
  ): Promise<Preview> => {
    const { kind, name = 'Preview', mapping, payload } = wish;
    if (kind === 'webhook' && mapping === undefined) {
      throw invalidSource('mapping', 'A source of the kind webhook needs a mapping.');
    }
    const arrivedAt = now();
    const setup: SourceSetup = {
      kind,
      name,
      signature: 'none',
      secrets: [],
      createsUsers: wish.createsUsers ?? kind !== 'webhook',
      ...(mapping && { mapping }),
    };
    const parcel = { project, timeZone, setup, headers: {}, isGzip: false, arrivedAt };
    const body = new Uint8Array(Buffer.from(payload, 'utf8'));
    const { rawItems, sentAt } = openSourceBody({ ...parcel, body });
    const origin = toOrigin(setup);
    const context = { setup, origin, arrivedAt, timeZone, newId, sentAt };
    const read = readSourceItems(rawItems, context);
    const log = new RefusalLog();
    const items: PreviewedSourceItem[] = [];
    await store.read(async (tx) => {
      for (const item of read) {
        for (const refusal of item.refusals) log.add(item.index, refusal);
        if (items.length >= maxShown || item.intent === undefined) continue;
        const shown = await show(tx, project, item, item.intent);
        if (shown === 'unknown') log.add(item.index, unknownUser);
        else if (shown !== undefined) items.push(shown);
      }
    });
    const skipped = read.filter(({ intent }) => intent?.type === 'skip').length;
    return { items, rejected: log.toEntries(), skipped };
  };
}

const unknownUser = {
  code: 'unknown_user',
  message: 'There is no such user, and the source makes none.',
  path: '',
  scope: 'item',
} as const;

async function show(
  tx: ReadTransaction,
  project: number,
  { index }: ReadItem,
  intent: SourceIntent,
): Promise<PreviewedSourceItem | 'unknown' | undefined> {
  if (intent.type === 'skip') return undefined;
  if (intent.type === 'erase') {
    const { who, messageId = null, timestamp } = intent;
    const user = { by: toBy(who.kind), id: who.id };
    return { ...nothing, index, user, effect: 'erases', messageId, timestamp: toIso(timestamp) };
  }
  const { item } = intent;
  const who = item.type === 'track' ? item.identity : item.who;
  const isKnown = await isThere(tx, project, who);
  if (!isKnown && item.type === 'source' && !item.createsUser) return 'unknown';
  const formerId = item.type === 'source' ? item.formerId : undefined;
  const effect = isKnown ? 'updates' : 'creates';
  return {
    index,
    user: { by: toBy(who.kind), id: who.id },
    effect: formerId === undefined ? effect : 'merges',
    mergesAnonymousId: formerId ?? null,
    messageId: ownMessageId(item) ?? null,
    timestamp: toIso(item.timestamp),
    ...toValues(item),
  };
}

const nothing = {
  mergesAnonymousId: null,
  native: {},
  attributes: {},
  traits: {},
  event: null,
};

async function isThere(
  tx: ReadTransaction,
  project: number,
  { kind, id }: SourceItem['who'],
): Promise<boolean> {
  if (kind === 'email') return (await tx.findNumbersByEmail(project, id, 1)).length > 0;
  return (await findProfileNumber(tx, project, id, kind)) !== undefined;
}

function toBy(kind: SourceItem['who']['kind']): PreviewedSourceItem['user']['by'] {
  if (kind === 'email') return kind;
  return kind === 'user' ? 'userId' : 'anonymousId';
}

function ownMessageId(item: SourceItem | TrackItem): string | undefined {
  if (item.type === 'source') return item.messageId;
  return item.hasOwnMessageId ? undefined : item.messageId;
}

function toValues(item: SourceItem | TrackItem) {
  if (item.type === 'track') {
    const { event: name, properties } = item;
    return {
      native: {},
      attributes: {},
      traits: {},
      event: { name, properties: toObject(properties) },
    };
  }
  const { native = {}, attributes, traits, once, snapshot, event } = item;
  return {
    native: { ...native } as Record<string, string | null>,
    attributes: toObject(new Map([...(snapshot ?? []), ...(once ?? []), ...(attributes ?? [])])),
    traits: toObject(traits ?? new Map()),
    event: event ? { name: event.name, properties: toObject(event.properties) } : null,
  };
}

function toObject<T extends Value | null>(values: ReadonlyMap<string, T>): Record<string, T> {
  return Object.fromEntries(values);
}
