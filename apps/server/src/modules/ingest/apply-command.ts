import type { Identity } from '../../store/store.ts';
import {
  countSession,
  type KeyRefusal,
  type Stamp,
  setAttributes,
  setNative,
  setTraits,
  type ValueChanges,
} from '../profiles/profile-changes.ts';
import type { ProfileDocument } from '../profiles/profile-document.ts';
import type { PendingEvent } from './apply-items.ts';
import { applyReport, toReportEvent } from './apply-report.ts';
import type { CheckedReport } from './check-report.ts';
import type { CommandItem, Link, ValueEffect } from './ingest-item.ts';
import { documentOf, type People, type Person } from './people.ts';
import { formatKeyPath, type Refusal } from './refusal.ts';

/** What applying a command came to. */
export interface AppliedCommand {
  event: PendingEvent | undefined;
  /** Keys that the profile had no room for. */
  refusals: Refusal[];
}

/** False when one before it in its request was a conflict: nothing of the command may be applied. */
export function areLinked(people: People, { after = [] }: CommandItem): boolean {
  return after.every((link) => holds(people, link));
}

/**
 * Applies a command, which must be linked, in memory; `undefined`, and nothing done, when it is a
 * conflict: the browser's id is linked to another user than the command says. What it reports of an
 * experience has been checked. Of what is not new, its event was applied before.
 */
export function applyCommand(
  people: People,
  item: CommandItem,
  isNew: boolean,
  report?: CheckedReport,
): AppliedCommand | undefined {
  const person = findPerson(people, item);
  if (person === undefined) return undefined;
  const stamp = { source: item.origin.label, at: item.timestamp };
  people.touch(person, item.timestamp);
  let document = documentOf(person);
  if (item.startsSession && isNew) document = countSession(document);
  if (item.firstLanguage !== undefined && !document.language?.value) {
    document = setNative(document, { language: item.firstLanguage }, stamp);
  }
  if (item.native) document = setNative(document, item.native, stamp);
  let refusals: Refusal[] = [];
  if (item.values) {
    const changed = setValues(document, item.values, stamp);
    document = changed.document;
    refusals = changed.refused.map((refused) => toRefusal(refused, item.values?.from));
  }
  if (report) {
    document = applyReport(document, report, item.timestamp);
    refusals = [...refusals, ...report.refusals];
  }
  people.update(person, document);
  const event = report ? toReportEvent(item, report) : item.event;
  const pending = isNew && event ? toPending(person, item, event, report) : undefined;
  return { event: pending, refusals };
}

/** The user id that a browser's id is linked to by now; `null` while it is anonymous or unknown. */
export function findLinkedUser(people: People, as: string): string | null {
  const person = people.find(toIdentity(as));
  return (person && documentOf(person).userId) ?? null;
}

function holds(people: People, { as, userId }: Link): boolean {
  return findLinkedUser(people, as) === userId;
}

/** Whom the command is about. A browser's id is linked once: for another user it is a conflict. */
function findPerson(people: People, { as, userId, arrivedAt }: CommandItem): Person | undefined {
  if (userId === undefined) return people.findOrCreate(toIdentity(as), arrivedAt);
  const linked = findLinkedUser(people, as);
  if (linked !== null && linked !== userId) return undefined;
  return people.identify(userId, as, arrivedAt);
}

function toIdentity(as: string): Identity {
  return { kind: 'anonymous', id: as };
}

function setValues(document: ProfileDocument, effect: ValueEffect, stamp: Stamp) {
  const set = effect.kind === 'traits' ? setTraits : setAttributes;
  return set(document, addRemovals(document, effect, stamp), stamp);
}

/** Keys of the user's group are the business of the command of that name alone. */
const groupPrefix = 'group.';

/** The changes, after removals of what the same source had set and the command does not name. */
function addRemovals(
  document: ProfileDocument,
  { kind, changes, keepOnly }: ValueEffect,
  { source }: Stamp,
): ValueChanges {
  if (keepOnly === undefined) return changes;
  const all = new Map<string, null>();
  for (const [key, present] of document[kind]) {
    if (present.value === null || present.source !== source) continue;
    if (!keepOnly.has(key) && !key.startsWith(groupPrefix)) all.set(key, null);
  }
  return new Map([...all, ...changes]);
}

function toRefusal({ key, code, message }: KeyRefusal, from?: ValueEffect['from']): Refusal {
  return { code, message, path: formatValuePath(key, from), scope: 'key' };
}

/** Where in the command the value of an attribute was. */
function formatValuePath(key: string, from?: ValueEffect['from']): string {
  if (from !== 'group') return formatKeyPath('values', key);
  const trait = key.slice(groupPrefix.length);
  return trait === 'id' ? 'groupId' : formatKeyPath('traits', trait);
}

function toPending(
  person: Person,
  { origin, arrivedAt }: CommandItem,
  { name, timestamp, messageId, properties }: NonNullable<CommandItem['event']>,
  report?: CheckedReport,
): PendingEvent {
  const { number } = person;
  const source = origin.eventSource;
  const row = { number, source, name, timestamp, messageId, properties };
  return { person, row, ...(report && { report: { ...report, arrivedAt } }) };
}
