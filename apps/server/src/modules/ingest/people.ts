import type { Instant } from '@muster/conditions';
import type { Activity } from '../../store/activity.ts';
import { toIdentityKey } from '../../store/identity-key.ts';
import type { Identity, ReadTransaction } from '../../store/store.ts';
import { foldEmail } from '../../store/user-emails.ts';
import { mergeProfiles } from '../profiles/merge-profiles.ts';
import { createProfile, touchActivity } from '../profiles/profile-changes.ts';
import type { ProfileDocument } from '../profiles/profile-document.ts';

/** One user while a batch is applied in memory. */
export interface Person {
  /** In the store; of a new user −1, −2, …, until numbers are allocated. */
  number: number;
  /** Absent when no item of the batch needs it: an occurrence changes no document. */
  document: ProfileDocument | undefined;
  isChanged: boolean;
  /** Activity that the store may not know; also in the document, if that was read. */
  touched: { firstSeen: Instant; lastActivity: Instant } | undefined;
  /** Set when this was an anonymous user who turned out to be that one. */
  mergedInto: Person | undefined;
}

/** Which users a batch is about. */
export interface Wanted {
  identities: readonly Identity[];
  /** Those among them whose documents are needed. */
  withDocument: readonly Identity[];
  /** Further users whose documents are needed, as far as they are there. */
  numbers: readonly number[];
}

/**
 * The users of one project that a batch touches, as they are after the items applied so far. It
 * reads once, before the first item, and never writes: `saveBatch` does.
 */
export class People {
  #byIdentity = new Map<string, Person>();
  #byNumber = new Map<number, Person>();
  #foldedEmails = new Map<string, string>();
  #links = new Map<string, { identity: Identity; person: Person }>();
  /** The identity that was looked for last, and who it is: browsers send many commands in a row. */
  #last: Identity | undefined;
  #lastFound: Person | undefined;
  readonly created: Person[] = [];
  /** Users of the store who were merged into others, in order. */
  readonly merged: Person[] = [];

  static async read(tx: ReadTransaction, project: number, wanted: Wanted): Promise<People> {
    const people = new People();
    const numbers = await tx.findNumbers(project, wanted.identities);
    const needed = new Set<number>(wanted.numbers);
    for (const identity of wanted.withDocument) {
      const number = numbers.get(toIdentityKey(identity));
      if (number !== undefined) needed.add(number);
    }
    const documents = needed.size === 0 ? [] : await tx.profiles(project, [...needed]);
    const persons = new Map<number, Person>();
    for (const document of documents) {
      persons.set(document.number, makePerson(document.number, document));
    }
    for (const [key, number] of numbers) {
      const person = persons.get(number) ?? makePerson(number, undefined);
      persons.set(number, person);
      people.#byIdentity.set(key, person);
    }
    for (const number of wanted.numbers) {
      const person = persons.get(number);
      if (person) people.#byNumber.set(number, person);
    }
    return people;
  }

  *#everyone(): Generator<Person> {
    yield* this.#byIdentity.values();
    yield* this.#byNumber.values();
  }

  /** Links made by the batch: which identities lead to whom. */
  get links(): Iterable<{ identity: Identity; person: Person }> {
    return this.#links.values();
  }

  /** Everyone whose document has to be written. */
  *changed(): Generator<Person> {
    const seen = new Set<Person>();
    for (const known of this.#everyone()) {
      const person = resolvePerson(known);
      if (seen.has(person) || !person.isChanged) continue;
      seen.add(person);
      yield person;
    }
  }

  /** The activity of everyone who was active and whose document need not be written. */
  *touched(): Generator<Activity> {
    const seen = new Set<Person>();
    for (const known of this.#everyone()) {
      const person = resolvePerson(known);
      if (seen.has(person) || person.isChanged || person.touched === undefined) continue;
      seen.add(person);
      yield { number: person.number, ...person.touched };
    }
  }

  find(identity: Identity): Person | undefined {
    if (this.#isLast(identity)) return this.#lastFound && resolvePerson(this.#lastFound);
    const found = this.#byIdentity.get(toIdentityKey(identity));
    this.#last = identity;
    this.#lastFound = found;
    return found && resolvePerson(found);
  }

  /** Each address once: an imported file asks about hundreds among hundreds. */
  #fold(email: string): string {
    let folded = this.#foldedEmails.get(email);
    if (folded === undefined) {
      folded = foldEmail(email);
      this.#foldedEmails.set(email, folded);
    }
    return folded;
  }

  /** Everyone with this address who was read, or made by the batch; in order of number. */
  findByEmail(email: string): Person[] {
    const folded = foldEmail(email);
    const found = new Set<Person>();
    for (const known of this.#everyone()) {
      const person = resolvePerson(known);
      const present = person.document?.email?.value;
      if (present && this.#fold(present) === folded) found.add(person);
    }
    return [...found].sort((one, other) => one.number - other.number);
  }

  #isLast({ kind, id }: Identity): boolean {
    return this.#last !== undefined && this.#last.id === id && this.#last.kind === kind;
  }

  findOrCreate(identity: Identity, created: Instant): Person {
    const found = this.find(identity);
    if (found) return found;
    const number = -1 - this.created.length;
    const person = makePerson(number, createProfile(number, identity, created));
    person.isChanged = true;
    this.created.push(person);
    this.#link(identity, person);
    return person;
  }

  /**
   * The user of an `identify`, who until now may have been `anonymousId`: an anonymous user becomes
   * her or is merged into her, an unknown id becomes her alias. An id that leads to another
   * identified user stays with him: that browser has switched.
   */
  identify(userId: string, anonymousId: string | undefined, created: Instant): Person {
    const user: Identity = { kind: 'user', id: userId };
    if (anonymousId === undefined) return this.findOrCreate(user, created);
    const anonymous: Identity = { kind: 'anonymous', id: anonymousId };
    const before = this.find(anonymous);
    const isAnonymous = before !== undefined && documentOf(before).userId === undefined;
    if (isAnonymous && this.find(user) === undefined) return this.#promote(before, user, created);
    const person = this.findOrCreate(user, created);
    if (before === undefined) this.#link(anonymous, person);
    else if (isAnonymous) this.#merge(before, person);
    return person;
  }

  /** Replaces a document; the same object means that nothing changed. */
  update(person: Person, document: ProfileDocument): void {
    if (document === person.document) return;
    person.document = document;
    person.isChanged = true;
  }

  /** Records that a user was active at `at`. */
  touch(person: Person, at: Instant): void {
    const { document, touched } = person;
    if (document) {
      const after = touchActivity(document, at);
      if (after === document) return;
      person.document = after;
    }
    person.touched = {
      firstSeen: Math.min(at, touched?.firstSeen ?? at),
      lastActivity: Math.max(at, touched?.lastActivity ?? at),
    };
  }

  /**
   * With nobody to merge into, the anonymous user becomes the identified one and keeps the number;
   * else all is as after a merge into somebody who was created now.
   */
  #promote(person: Person, user: Identity, now: Instant): Person {
    const { anonymousId: _, ...document } = documentOf(person);
    const created = Math.min(document.created, now);
    this.update(person, { ...document, created, userId: user.id });
    this.#link(user, person);
    return person;
  }

  #merge(anonymous: Person, person: Person): void {
    this.update(person, mergeProfiles(documentOf(anonymous), documentOf(person)));
    anonymous.mergedInto = person;
    if (anonymous.number >= 0) this.merged.push(anonymous);
  }

  #link(identity: Identity, person: Person): void {
    const key = toIdentityKey(identity);
    this.#last = undefined;
    this.#byIdentity.set(key, person);
    this.#links.set(key, { identity, person });
  }
}

/** The user whom somebody is by now. */
export function resolvePerson(person: Person): Person {
  let resolved = person;
  while (resolved.mergedInto) resolved = resolved.mergedInto;
  return resolved;
}

/** The document of a person who was read with it. */
export function documentOf(person: Person): ProfileDocument {
  if (person.document) return person.document;
  throw new Error(`The profile of user number ${person.number} was not read, or is missing`);
}

function makePerson(number: number, document: ProfileDocument | undefined): Person {
  return { number, document, isChanged: false, touched: undefined, mergedInto: undefined };
}
