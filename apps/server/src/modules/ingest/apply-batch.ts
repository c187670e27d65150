import type { Change, EventRow, WriteTransaction } from '../../store/store.ts';
import type { ProfileDocument } from '../profiles/profile-document.ts';
import { applyIdentify, applyTrack, findWanted, type PendingEvent } from './apply-items.ts';
import type { IngestItem } from './ingest-item.ts';
import type { Outcome } from './ingest-service.ts';
import { documentOf, People, resolvePerson } from './people.ts';

/**
 * Applies items of one project, in order, in one transaction: reads what they touch, applies them
 * in memory, writes what changed and the change log. Cutting the same items into other batches
 * gives the same users and events. Nothing holds until the transaction has committed.
 */
export async function applyBatch(
  tx: WriteTransaction,
  project: number,
  items: readonly IngestItem[],
): Promise<Outcome[]> {
  const isNew = await findNewItems(tx, project, items);
  const fresh = items.filter((_, index) => isNew[index]);
  const people = await People.read(tx, project, findWanted(fresh));
  const events: PendingEvent[] = [];
  const outcomes = items.map((item, index): Outcome => {
    if (!isNew[index]) return duplicate;
    if (item.type === 'identify') {
      const refusals = applyIdentify(people, item);
      return refusals.length === 0 ? accepted : { status: 'accepted', refusals };
    }
    events.push(applyTrack(people, item));
    return accepted;
  });
  await saveBatch(tx, project, people, events);
  return outcomes;
}

const accepted: Outcome = { status: 'accepted', refusals: [] };
const duplicate: Outcome = { status: 'duplicate', refusals: [] };

/** For each item whether its message id is seen for the first time, within the batch too. */
async function findNewItems(
  tx: WriteTransaction,
  project: number,
  items: readonly IngestItem[],
): Promise<boolean[]> {
  const ids = new Set<string>();
  for (const item of items) {
    const id = sentMessageId(item);
    if (id !== undefined) ids.add(id);
  }
  const unseen = ids.size === 0 ? ids : await tx.keepNewMessageIds(project, [...ids]);
  const remaining = new Set(unseen);
  // The first of several items with one id takes it.
  return items.map((item) => {
    const id = sentMessageId(item);
    return id === undefined || remaining.delete(id);
  });
}

function sentMessageId(item: IngestItem): string | undefined {
  return item.type === 'track' && item.hasOwnMessageId ? undefined : item.messageId;
}

async function saveBatch(
  tx: WriteTransaction,
  project: number,
  people: People,
  pending: readonly PendingEvent[],
): Promise<void> {
  await numberCreated(tx, project, people);
  const documents = collectDocuments(people);
  // Before the merges: the user merged into may be one of this batch.
  if (documents.length > 0) await tx.putProfiles(project, documents);
  const merges = people.merged.map((person) => ({
    from: person.number,
    to: resolvePerson(person).number,
  }));
  for (const { from, to } of merges) await tx.mergeInto(project, from, to);
  const identities = [...people.links].map(({ identity, person }) => ({
    identity,
    number: resolvePerson(person).number,
  }));
  if (identities.length > 0) await tx.putIdentities(project, identities);
  const events = pending.map(toRow);
  if (events.length > 0) await tx.insertEvents(project, events);

  const changes: Change[] = merges.map(({ from, to }) => ({ type: 'merge', project, from, to }));
  const numbers = documents.map(({ number }) => number);
  if (numbers.length > 0) changes.push({ type: 'profiles', project, numbers });
  if (events.length > 0) changes.push({ type: 'events', project, events });
  if (changes.length > 0) await tx.appendChanges(changes);
}

/**
 * Numbers in the order in which users first appear, also for who was merged away in the same batch:
 * so that numbers do not depend on where batches are cut.
 */
async function numberCreated(tx: WriteTransaction, project: number, people: People): Promise<void> {
  if (people.created.length === 0) return;
  const first = await tx.allocateNumbers(project, people.created.length);
  for (const [index, person] of people.created.entries()) {
    person.number = first + index;
    person.document = { ...documentOf(person), number: person.number };
  }
}

function collectDocuments(people: People): ProfileDocument[] {
  return [...people.changed()].map(documentOf);
}

function toRow({ person, item }: PendingEvent): EventRow {
  const { origin, event, timestamp, messageId, properties } = item;
  const { number } = resolvePerson(person);
  return { number, source: origin.eventSource, name: event, timestamp, messageId, properties };
}
