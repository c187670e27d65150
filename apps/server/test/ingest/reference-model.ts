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
  /** The Source of what it sets. */
  source: string;
}

/** A command of a browser, in words of the model. */
export interface ModelCommand {
  seq: number;
  as: string;
  at: number;
  type: 'identify' | 'session' | 'attributes' | 'track' | 'segmentTrack' | 'experience';
  userId?: string;
  values?: Record<string, Value | null>;
  removeUnspecified?: boolean;
  event?: string;
  messageId?: string;
  experienceId?: string;
  action?: 'seen' | 'stepSeen' | 'completed' | 'dismissed' | 'answered';
  stepId?: string;
  value?: Value;
  show?: string;
}

export interface ModelRequest {
  stream: string;
  arrivedAt: number;
  commands: ModelCommand[];
}

export interface ModelPerson {
  userId?: string;
  anonymousId?: string;
  created: number;
  sessions: number;
  firstSeen?: number;
  lastActivity?: number;
  /** Attributes, and native fields as `native:email`; null is a removal. */
  values: Map<string, { value: Value | null; at: number; source: string }>;
  events: { event: string; timestamp: number }[];
  /** By experience. */
  interactions: Map<string, ModelInteraction>;
  /** By experience and step. */
  answers: Map<string, { value: Value; at: number }>;
}

type ModelInteraction = { [Key in 'firstSeen' | 'seen' | 'completed' | 'dismissed']?: number };

type Ids = Pick<ModelItem, 'userId' | 'anonymousId' | 'arrivedAt'>;

export class ReferenceModel {
  readonly #users = new Map<string, ModelPerson>();
  readonly #anonymous = new Map<string, ModelPerson>();
  readonly #messageIds = new Set<string>();
  readonly #streams = new Map<string, number>();

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
      write(person, key, value, item.timestamp, item.source);
      const isNative = key === 'email' && (typeof value === 'string' || value === null);
      if (isNative) write(person, 'native:email', value, item.timestamp, item.source);
    }
  }

  /**
   * A request of a browser: commands above the stream's highest seq, in order, up to the first that is
   * for somebody else. Says which were not applied for that.
   */
  applyRequest({ stream, arrivedAt, commands }: ModelRequest): number[] {
    const identified: { as: string; userId: string }[] = [];
    for (const [index, command] of commands.entries()) {
      const { seq, as, userId } = command;
      if (seq > (this.#streams.get(stream) ?? 0)) {
        const linked = this.#anonymous.get(as)?.userId;
        const isOthers = userId !== undefined && linked !== undefined && linked !== userId;
        const isBroken = identified.some(
          (link) => this.#anonymous.get(link.as)?.userId !== link.userId,
        );
        if (isOthers || isBroken) return commands.slice(index).map((rest) => rest.seq);
        this.#streams.set(stream, seq);
        this.#applyCommand(command, arrivedAt);
      }
      if (userId !== undefined) identified.push({ as, userId });
    }
    return [];
  }

  #applyCommand(command: ModelCommand, arrivedAt: number): void {
    const { type, as, at, userId, values = {} } = command;
    const ids = { anonymousId: as, arrivedAt };
    const person = userId === undefined ? this.#personOf(ids) : this.#identify({ ...ids, userId });
    person.firstSeen = Math.min(person.firstSeen ?? at, at);
    person.lastActivity = Math.max(person.lastActivity ?? at, at);
    const isNew = this.#isNewMessage(messageOf(command));
    if (type === 'session' && isNew) person.sessions += 1;
    const name = { identify: 'identified', session: 'session started', attributes: undefined };
    const event =
      type === 'experience'
        ? `experience ${command.action === 'stepSeen' ? 'step seen' : command.action}`
        : type in name
          ? name[type as keyof typeof name]
          : command.event;
    if (event !== undefined && isNew) person.events.push({ event, timestamp: at });
    if (command.removeUnspecified) {
      for (const [key, { value, source }] of person.values) {
        const isOwn = source === 'SDK' && value !== null && !key.startsWith('native:');
        if (isOwn && !Object.hasOwn(values, key)) write(person, key, null, at, 'SDK');
      }
    }
    for (const [key, value] of Object.entries(values)) write(person, key, value, at, 'SDK');
    if (type === 'experience') report(person, command);
  }

  #isNewMessage(messageId: string | undefined): boolean {
    if (messageId === undefined) return true;
    const isNew = !this.#messageIds.has(`segment:${messageId}`);
    this.#messageIds.add(`segment:${messageId}`);
    return isNew;
  }

  #identify({ userId = '', anonymousId, arrivedAt }: Ids): ModelPerson {
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

  #personOf({ userId, anonymousId = '', arrivedAt }: Ids): ModelPerson {
    const [map, id] = userId === undefined ? [this.#anonymous, anonymousId] : [this.#users, userId];
    const known = map.get(id);
    if (known) return known;
    const fresh = newPerson(userId === undefined ? { anonymousId } : { userId }, arrivedAt);
    map.set(id, fresh);
    return fresh;
  }
}

/** What is the same message when it comes again in another stream. */
function messageOf({ type, as, at, messageId }: ModelCommand): string | undefined {
  if (type === 'session') return `the session of ${as} in half hour ${Math.floor(at / 1_800_000)}`;
  return type === 'segmentTrack' ? messageId : undefined;
}

function newPerson(ids: Pick<ModelPerson, 'userId' | 'anonymousId'>, created: number): ModelPerson {
  const nothing = { values: new Map(), events: [], interactions: new Map(), answers: new Map() };
  return { ...ids, created, sessions: 0, ...nothing };
}

function write(
  person: ModelPerson,
  key: string,
  value: Value | null,
  at: number,
  source: string,
): void {
  const present = person.values.get(key);
  if (present === undefined || at >= present.at) person.values.set(key, { value, at, source });
}

function report(
  person: ModelPerson,
  { experienceId = '', action, stepId, value, at }: ModelCommand,
) {
  if (action === 'answered') {
    const key = `${experienceId}/${stepId}`;
    const present = person.answers.get(key);
    if (!present || at >= present.at) person.answers.set(key, { value: value ?? '', at });
  } else if (action !== undefined && action !== 'stepSeen') {
    join(person, experienceId, { [action]: at, ...(action === 'seen' && { firstSeen: at }) });
  }
}

function join(person: ModelPerson, experienceId: string, made: ModelInteraction): void {
  const present = person.interactions.get(experienceId) ?? {};
  for (const [name, at] of Object.entries(made)) {
    const key = name as keyof ModelInteraction;
    const choose = key === 'firstSeen' ? Math.min : Math.max;
    present[key] = choose(present[key] ?? at, at);
  }
  person.interactions.set(experienceId, present);
}

function mergeInto(visitor: ModelPerson, user: ModelPerson): void {
  for (const [key, moving] of visitor.values) {
    const present = user.values.get(key);
    const isFree = present === undefined || (present.value === null && moving.at > present.at);
    if (isFree) user.values.set(key, moving);
  }
  for (const [id, moving] of visitor.interactions) join(user, id, moving);
  for (const [key, moving] of visitor.answers) {
    if (moving.at > (user.answers.get(key)?.at ?? -1)) user.answers.set(key, moving);
  }
  user.events.push(...visitor.events);
  user.sessions += visitor.sessions;
  user.created = Math.min(user.created, visitor.created);
  const firsts = [user.firstSeen, visitor.firstSeen].filter((at) => at !== undefined);
  const lasts = [user.lastActivity, visitor.lastActivity].filter((at) => at !== undefined);
  if (firsts.length > 0) user.firstSeen = Math.min(...firsts);
  if (lasts.length > 0) user.lastActivity = Math.max(...lasts);
}
