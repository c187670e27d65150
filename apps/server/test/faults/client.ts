import type { Chance } from './chance.ts';
import { type ProfileState, type Purchase, TrackedProfile } from './tracked-profile.ts';

/** One user and the browser that she has now, if she has begun with another. */
interface Person {
  userId: string;
  user?: TrackedProfile;
  /** Who visits and is not logged in. */
  visitor?: TrackedProfile;
  visits: number;
}

/** A request, with what it says of itself when it is answered. */
export interface LoadRequest {
  number: number;
  items: object[];
}

interface Wish {
  name: string;
  people: number;
  chance: Chance;
  /** The client's own clock, in milliseconds; it goes on whatever the server's does. */
  now: () => number;
}

const plans = ['Free', 'Pro', 'Team'];

/**
 * A sender with people of its own: sends one request after the other, each again until it is answered,
 * and keeps what the server must know after each. The server takes a request whole or not at all, so
 * at any time the truth is one of those states.
 */
export class LoadClient {
  /** Requests that have been sent, and that have been acknowledged. */
  sent = 0;
  acknowledged = 0;
  /** Items that have been acknowledged. */
  items = 0;
  private readonly people: Person[];
  private readonly byId = new Map<string, TrackedProfile>();
  private readonly wish: Wish;
  private lastAt = 0;

  constructor(wish: Wish) {
    this.wish = wish;
    this.people = Array.from({ length: wish.people }, (_, at) => ({
      userId: `${wish.name}-user-${at}`,
      visits: 0,
    }));
  }

  /** Profiles there are or may be. */
  get profiles(): ReadonlySet<TrackedProfile> {
    return new Set(this.byId.values());
  }

  find(id: string): TrackedProfile | undefined {
    return this.byId.get(id);
  }

  /** The next request, and what is true once it is taken. */
  next(): LoadRequest {
    this.sent += 1;
    const { chance } = this.wish;
    const items: object[] = [];
    const many = 1 + chance.below(8);
    for (let at = 0; at < many; at += 1) {
      const person = chance.pick(this.people);
      items.push(this.act(person, `${this.wish.name}-${this.sent}-${at}`));
    }
    return { number: this.sent, items };
  }

  acknowledge({ number, items }: LoadRequest): void {
    this.acknowledged = number;
    this.items += items.length;
  }

  /** Forgets what was before the last request. Everything sent must have been acknowledged. */
  settle(): void {
    for (const [id, profile] of this.byId) if (profile.settle()) this.byId.delete(id);
  }

  private act(person: Person, messageId: string): object {
    const { chance } = this.wish;
    const at = this.takeInstant();
    const { visitor } = person;
    if (visitor && chance.oneIn(3)) return this.logIn(person, visitor, messageId, at);
    if (visitor ? chance.oneIn(2) : chance.oneIn(4)) return this.visit(person, messageId, at);
    if (chance.oneIn(2)) return this.buy(person, messageId, at);
    return this.say(person, messageId, at);
  }

  /** An event of a browser that nobody has logged in on. */
  private visit(person: Person, messageId: string, at: number): object {
    if (person.visitor === undefined) {
      person.visits += 1;
      const anonymousId = `${person.userId}-visit-${person.visits}`;
      person.visitor = this.remember(anonymousId, new TrackedProfile({ anonymousId }));
    }
    this.addPurchase(person.visitor, { messageId, at });
    return this.track({ anonymousId: person.visitor.anonymousId }, messageId, at);
  }

  private buy(person: Person, messageId: string, at: number): object {
    const { userId } = person;
    person.user ??= this.remember(userId, new TrackedProfile({ userId }));
    this.addPurchase(person.user, { messageId, at });
    return this.track({ userId }, messageId, at);
  }

  private say(person: Person, messageId: string, at: number): object {
    const { userId } = person;
    person.user ??= this.remember(userId, new TrackedProfile({ userId }));
    const traits = { plan: this.wish.chance.pick(plans), step: this.sent };
    this.change(person.user, traits);
    return this.identify({ userId, traits }, messageId, at);
  }

  /** Who visited is the user from now on: the visitor becomes her, or is merged into her. */
  private logIn(person: Person, visitor: TrackedProfile, messageId: string, at: number): object {
    const { userId } = person;
    const anonymousId = visitor.anonymousId ?? '';
    const traits = { step: this.sent };
    if (person.user === undefined) {
      person.user = this.remember(userId, visitor);
      visitor.userId = userId;
    } else {
      this.change(person.user, { bought: [...bought(person.user), ...bought(visitor)] });
      visitor.become(this.sent, undefined);
    }
    delete person.visitor;
    this.change(person.user, traits);
    return this.identify({ userId, anonymousId, traits }, messageId, at);
  }

  private remember(id: string, profile: TrackedProfile): TrackedProfile {
    this.byId.set(id, profile);
    return profile;
  }

  private addPurchase(profile: TrackedProfile, purchase: Purchase): void {
    this.change(profile, { bought: [...bought(profile), purchase] });
  }

  private change(profile: TrackedProfile, changes: Partial<ProfileState>): void {
    profile.become(this.sent, { bought: [], ...profile.state, ...changes });
  }

  private track(who: object, messageId: string, at: number): object {
    const timestamp = new Date(at).toISOString();
    return { type: 'track', event: 'bought', ...who, messageId, timestamp };
  }

  private identify(what: object, messageId: string, at: number): object {
    return { type: 'identify', ...what, messageId, timestamp: new Date(at).toISOString() };
  }

  /** Later than all before: of two writes at one instant the one that comes later wins, which says less. */
  private takeInstant(): number {
    this.lastAt = Math.max(this.lastAt + 1, this.wish.now());
    return this.lastAt;
  }
}

function bought(profile: TrackedProfile): readonly Purchase[] {
  return profile.state?.bought ?? [];
}
