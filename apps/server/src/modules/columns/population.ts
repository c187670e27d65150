import {
  type EventPredicate,
  eventKey,
  type Plan,
  type Profile,
  type RawSubject,
  type ValidPlan,
  type Value,
} from '@muster/conditions';
import type { LoggedChange } from '../../store/read-change.ts';
import type { Bitset } from '../membership/bitset.ts';
import { addOccurrence, bytesOfTable, type EventTable } from './event-table.ts';
import { createColumnJudge } from './judge-columns.ts';
import { type NeededEvent, type Needs, needsOf } from './needs.ts';
import { createOwners } from './owners.ts';
import { bytesOfColumn, isWorn, type ValueColumn, writeValue } from './value-column.ts';

/** A column or an event that is wanted. */
export type Wanted =
  | { type: 'subject'; subject: RawSubject }
  | { type: 'event'; event: NeededEvent };

/** What is loaded goes here, and changes meanwhile are kept for it. */
export interface Place<Loaded> {
  /** Puts it there with what has changed meanwhile; nothing comes of it when that cannot be told. */
  fill(loaded: Loaded): void;
  /** It has not been loaded. */
  giveUp(): void;
}

/**
 * The values of users and the occurrences of events that conditions look at, by which they are counted without the
 * index. Each is loaded once somebody has asked for it, kept by the change log, and forgotten when there is no room.
 */
export interface Population {
  /**
   * Who matches each plan, in their order; nobody an invalid one. `undefined` where not all that they look at is here:
   * then it is wanted.
   */
  find(plans: readonly Plan[], everyone: Bitset): Promise<Bitset[]> | undefined;
  /** Of what was asked last and can be answered from here, some: to be compared with what the index says. */
  listAsked(): ValidPlan[];
  /** `find`, which nothing is wanted for. */
  probe(plans: readonly ValidPlan[], everyone: Bitset): Promise<Bitset[]> | undefined;
  /** Forgets everything that is here or on its way: something of it was wrong. */
  forget(): void;
  /** Takes in what a run of the log says of the project, and the profiles that its users have after it. */
  takeIn(logged: readonly LoggedChange[], profiles: Profiles): void;
  /** What has been asked for and is not here. */
  wanted(): Wanted[];
  /** From now on all changes to it are kept. */
  expectColumn(subject: RawSubject): Place<ValueColumn>;
  expectTable(event: NeededEvent): Place<EventTable>;
  /** Notes that there is no room for it, so that it is not wanted again. */
  refuse(wanted: Wanted): void;
  /** Forgets what has not been asked for longest; false when nothing is here. */
  evict(): boolean;
  bytes(): number;
}

/** By number; null: there is no such user any more. */
type Profiles = ReadonlyMap<number, { profile: Profile } | null>;

/** Something that is here, or on its way. */
interface Held<Loaded> {
  loaded: Loaded | undefined;
  /** The count of questions at the last one about it. */
  usedAt: number;
}

interface HeldColumn extends Held<ValueColumn> {
  subject: RawSubject;
  /** While it is on its way: what users have since, by number. */
  since: Map<number, Value | undefined>;
}

interface HeldTable extends Held<EventTable> {
  event: NeededEvent;
  /** While it is on its way. */
  since: Occurrences;
}

type Occurrences = Extract<LoggedChange['change'], { type: 'events' }>['events'][number][];

/** Whoever asks once may be asking once. */
const asksBeforeLoading = 2;
/** Things that were asked for and are not here. */
const mostWanted = 100;
/** Plans that were asked last. */
const mostAsked = 20;

export function createPopulation(): Population {
  const columns = new Map<string, HeldColumn>();
  const tables = new Map<string, HeldTable>();
  const owners = createOwners();
  const refused = new Set<string>();
  const asks = new Map<string, { wanted: Wanted; count: number }>();
  let asked: ValidPlan[] = [];
  let questions = 0;

  function note(key: string, wanted: Wanted): void {
    if (refused.has(key)) return;
    const known = asks.get(key);
    asks.delete(key);
    asks.set(key, { wanted, count: (known?.count ?? 0) + 1 });
    const [oldest] = asks.keys();
    if (asks.size > mostWanted && oldest !== undefined) asks.delete(oldest);
  }

  function isHere({ subjects, events }: Needs): boolean {
    for (const key of subjects.keys()) if (!columns.get(key)?.loaded) return false;
    for (const [key, event] of events) {
      const held = tables.get(key);
      if (!held?.loaded || !hasKeys(held.event, event)) return false;
    }
    return true;
  }

  /** Notes that it has been asked for, and what of it is not here. */
  function noteAsked({ subjects, events }: Needs): void {
    for (const [key, subject] of subjects) {
      const held = columns.get(key);
      if (held) held.usedAt = questions;
      else note(key, { type: 'subject', subject });
    }
    for (const [key, event] of events) {
      const held = tables.get(key);
      if (held) held.usedAt = questions;
      // What is on its way with other properties is waited for first.
      if (held && (!held.loaded || hasKeys(held.event, event))) continue;
      const keys = new Set([...(held?.event.keys ?? []), ...event.keys]);
      note(key, { type: 'event', event: { ...event, keys } });
    }
  }

  async function judge(plans: readonly Plan[], everyone: Bitset): Promise<Bitset[]> {
    // As they are now: while it breathes some may be forgotten, to make room for others.
    const [ownColumns, ownTables] = [new Map(columns), new Map(tables)];
    const judging = createColumnJudge({
      column: (key) => ownColumns.get(key)?.loaded ?? fail(key),
      table: ({ source, name }: EventPredicate) =>
        ownTables.get(eventKey(source, name))?.loaded ?? fail(name),
      owners,
      everyone,
    });
    const found: Bitset[] = [];
    for (const plan of plans) {
      found.push(plan.valid ? await judging.membersOf(plan) : { words: new Uint32Array() });
    }
    return found;
  }

  function takeInEvents(events: Occurrences): void {
    for (const event of events) {
      const held = tables.get(eventKey(event.source, event.name));
      if (held === undefined) continue;
      if (held.loaded === undefined) held.since.push(event);
      else addOccurrence(held.loaded, event.number, event.timestamp, event.properties);
    }
  }

  function takeInProfiles(profiles: Profiles): void {
    for (const [number, person] of profiles) {
      for (const { loaded, since, subject } of columns.values()) {
        const value = person === null ? undefined : subject.read(person.profile);
        if (loaded === undefined) since.set(number, value);
        else writeValue(loaded, number, value);
      }
    }
    for (const [key, { loaded }] of columns) if (loaded && isWorn(loaded)) columns.delete(key);
  }

  return {
    find(plans, everyone) {
      questions += 1;
      const needs = needsOf(plans);
      noteAsked(needs);
      asked = [...asked, ...plans.filter((plan) => plan.valid)].slice(-mostAsked);
      return isHere(needs) ? judge(plans, everyone) : undefined;
    },
    listAsked: () => asked.filter((plan) => isHere(needsOf([plan]))),
    probe: (plans, everyone) => (isHere(needsOf(plans)) ? judge(plans, everyone) : undefined),
    forget() {
      columns.clear();
      tables.clear();
    },
    takeIn(logged, profiles) {
      for (const { change } of logged) {
        if (change.type === 'events') takeInEvents(change.events);
        else if (change.type === 'merge') owners.move(change.from, change.to);
        // Which of them are gone is not said.
        else if (change.type === 'expire') tables.clear();
      }
      takeInProfiles(profiles);
    },
    wanted: () =>
      [...asks.values()].filter(({ count }) => count >= asksBeforeLoading).map((ask) => ask.wanted),
    expectColumn(subject) {
      const { key } = subject;
      asks.delete(key);
      const held: HeldColumn = { subject, loaded: undefined, since: new Map(), usedAt: questions };
      columns.set(key, held);
      return {
        fill(loaded) {
          for (const [number, value] of held.since) writeValue(loaded, number, value);
          held.since.clear();
          held.loaded = loaded;
        },
        giveUp() {
          if (columns.get(key) === held) columns.delete(key);
        },
      };
    },
    expectTable(event) {
      const key = eventKey(event.source, event.name);
      asks.delete(key);
      const held: HeldTable = { event, loaded: undefined, since: [], usedAt: questions };
      tables.set(key, held);
      return {
        fill(loaded) {
          for (const { number, timestamp, properties } of held.since) {
            addOccurrence(loaded, number, timestamp, properties);
          }
          held.since = [];
          held.loaded = loaded;
        },
        giveUp() {
          if (tables.get(key) === held) tables.delete(key);
        },
      };
    },
    refuse(wanted) {
      const key = keyOf(wanted);
      asks.delete(key);
      refused.add(key);
    },
    evict() {
      const held = [...columns, ...tables].filter(([, { loaded }]) => loaded !== undefined);
      const [first] = held.sort(([, one], [, other]) => one.usedAt - other.usedAt);
      if (first === undefined) return false;
      columns.delete(first[0]);
      tables.delete(first[0]);
      return true;
    },
    bytes() {
      let bytes = 0;
      for (const { loaded } of columns.values()) bytes += loaded ? bytesOfColumn(loaded) : 0;
      for (const { loaded } of tables.values()) bytes += loaded ? bytesOfTable(loaded) : 0;
      return bytes;
    },
  };
}

function keyOf(wanted: Wanted): string {
  if (wanted.type === 'subject') return wanted.subject.key;
  return eventKey(wanted.event.source, wanted.event.name);
}

function hasKeys(held: NeededEvent, { keys }: NeededEvent): boolean {
  return [...keys].every((key) => held.keys.has(key));
}

function fail(what: string): never {
  throw new Error(`${what} is not loaded.`);
}
