import type { Value } from '@muster/conditions';

/**
 * What ingestion should come to, written as plainly as can be: one item at a time, objects that
 * point at each other, no batches, no numbers, no store. Limits of keys are left out.
 */
export interface ModelItem {
  type: 'identify' | 'track';
  userId?: string;
  anonymousId?: string;
  event?: string;
  timestamp: number;
  messageId?: string;
  traits?: Record<string, Value | null>;
  /** When it arrives, and whether it shows activity. */
  arrivedAt: number;
  isActivity: boolean;
}

export interface ModelPerson {
  userId?: string;
  anonymousId?: string;
  created: number;
  firstSeen?: number;
  lastActivity?: number;
  /** Attributes, and native fields as `native:email`; null is a removal. */
  values: Map<string, { value: Value | null; at: number }>;
  events: { event: string; timestamp: number }[];
}

export class ReferenceModel {
  readonly #users = new Map<string, ModelPerson>();
  readonly #anonymous = new Map<string, ModelPerson>();
  readonly #messageIds = new Set<string>();

  find(kind: 'user' | 'anonymous', id: string): ModelPerson | undefined {
    return (kind === 'user' ? this.#users : this.#anonymous).get(id);
  }

  apply(item: ModelItem): void {
    if (item.messageId !== undefined) {
      if (this.#messageIds.has(item.messageId)) return;
      this.#messageIds.add(item.messageId);
    }
    const person = item.type === 'identify' ? this.#identify(item) : this.#personOf(item);
    if (item.isActivity) {
      person.firstSeen = Math.min(person.firstSeen ?? item.timestamp, item.timestamp);
      person.lastActivity = Math.max(person.lastActivity ?? item.timestamp, item.timestamp);
    }
    if (item.type === 'track') {
      person.events.push({ event: item.event ?? '', timestamp: item.timestamp });
    }
    for (const [key, value] of Object.entries(item.traits ?? {})) {
      write(person, key, value, item.timestamp);
      const isNative = key === 'email' && (typeof value === 'string' || value === null);
      if (isNative) write(person, 'native:email', value, item.timestamp);
    }
  }

  #identify({ userId = '', anonymousId, arrivedAt }: ModelItem): ModelPerson {
    const visitor = anonymousId === undefined ? undefined : this.#anonymous.get(anonymousId);
    const user = this.#users.get(userId) ?? newPerson({ userId }, arrivedAt);
    this.#users.set(userId, user);
    if (anonymousId === undefined) return user;
    if (visitor === undefined) this.#anonymous.set(anonymousId, user);
    else if (visitor.userId === undefined) {
      mergeInto(visitor, user);
      this.#anonymous.set(anonymousId, user);
    }
    return user;
  }

  #personOf({ userId, anonymousId = '', arrivedAt }: ModelItem): ModelPerson {
    const [map, id] = userId === undefined ? [this.#anonymous, anonymousId] : [this.#users, userId];
    const known = map.get(id);
    if (known) return known;
    const fresh = newPerson(userId === undefined ? { anonymousId } : { userId }, arrivedAt);
    map.set(id, fresh);
    return fresh;
  }
}

function newPerson(ids: Pick<ModelPerson, 'userId' | 'anonymousId'>, created: number): ModelPerson {
  return { ...ids, created, values: new Map(), events: [] };
}

function write(person: ModelPerson, key: string, value: Value | null, at: number): void {
  const present = person.values.get(key);
  if (present === undefined || at >= present.at) person.values.set(key, { value, at });
}

function mergeInto(visitor: ModelPerson, user: ModelPerson): void {
  for (const [key, moving] of visitor.values) {
    const present = user.values.get(key);
    const isFree = present === undefined || (present.value === null && moving.at > present.at);
    if (isFree) user.values.set(key, moving);
  }
  user.events.push(...visitor.events);
  user.created = Math.min(user.created, visitor.created);
  const firsts = [user.firstSeen, visitor.firstSeen].filter((at) => at !== undefined);
  const lasts = [user.lastActivity, visitor.lastActivity].filter((at) => at !== undefined);
  if (firsts.length > 0) user.firstSeen = Math.min(...firsts);
  if (lasts.length > 0) user.lastActivity = Math.max(...lasts);
}
