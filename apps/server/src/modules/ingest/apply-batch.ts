import type { Change, EventRow, WriteTransaction } from '../../store/store.ts';
import type { ProfileDocument } from '../profiles/profile-document.ts';
import { announceReports, type ReportNews } from '../webhooks/announce-reports.ts';
import { applyCommand, areLinked, findLinkedUser } from './apply-command.ts';
import { applyImportRow } from './apply-import-row.ts';
import { applyIdentify, applyTrack, findWanted, type PendingEvent } from './apply-items.ts';
import { applySourceItem, findAddressed } from './apply-source-item.ts';
import { checkReport, type NamedExperiences, readNamedExperiences } from './check-report.ts';
import { ImportLedger } from './import-ledger.ts';
import type { CommandItem, IngestItem, SourceItem } from './ingest-item.ts';
import type { Outcome } from './ingest-service.ts';
import { MessageClaims } from './message-claims.ts';
import { documentOf, People, resolvePerson } from './people.ts';
import type { Refusal } from './refusal.ts';
import { StreamLedger } from './stream-ledger.ts';

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
  // It may have been deleted since whoever sent them was let in.
  if (!(await tx.hasProject(project))) return items.map(() => gone);
  const streams = await StreamLedger.read(tx, project, items);
  const claims = await MessageClaims.record(tx, project, items, streams);
  // A command's user is read even when it was applied before: its sender may have missed the answer.
  const wanted = items.filter((item) => item.type === 'command' || claims.mayBeNew(item));
  const people = await People.read(tx, project, {
    ...findWanted(wanted),
    numbers: await findAddressed(tx, project, wanted),
  });
  const experiences = await readNamedExperiences(tx, project, items);
  const imports = await ImportLedger.read(tx, items, people);
  const batch = { people, streams, claims, experiences, imports, events: [] };
  const outcomes = items.map((item) => applyItem(batch, item));
  await saveBatch(tx, project, people, batch.events);
  await streams.save(tx, project);
  await imports.save(tx);
  await claims.release(tx, project);
  const addUser = createUserNaming(people);
  return outcomes.map((outcome, index) => addUser(outcome, items[index]));
}

/** A batch while it is applied in memory. */
interface Batch {
  people: People;
  streams: StreamLedger;
  claims: MessageClaims;
  experiences: NamedExperiences;
  imports: ImportLedger;
  events: PendingEvent[];
}

const accepted: Outcome = { status: 'accepted', refusals: [] };
const duplicate: Outcome = { status: 'duplicate', refusals: [] };
const conflict: Outcome = { status: 'conflict', refusals: [] };
const gone: Outcome = { status: 'gone', refusals: [] };

function applyItem(batch: Batch, item: IngestItem): Outcome {
  if (item.type === 'command') return applyInStream(batch, item);
  if (item.type === 'source') return applyFromSource(batch, item);
  if (item.type === 'importRow') {
    const place = batch.imports.judge(item);
    if (place !== 'next') return place === 'duplicate' ? duplicate : conflict;
    applyImportRow(batch.people, batch.imports, item);
    return accepted;
  }
  if (!batch.claims.claim(item)) return duplicate;
  if (item.type === 'identify') return toOutcome(applyIdentify(batch.people, item));
  batch.events.push(applyTrack(batch.people, item));
  return accepted;
}

/** What is refused does not use its message id up: it may be sent again when the user is known. */
function applyFromSource({ people, claims, events }: Batch, item: SourceItem): Outcome {
  if (!claims.mayBeNew(item)) return duplicate;
  const applied = applySourceItem(people, item);
  if (!applied.ok) return { status: 'refused', refusals: [applied.refusal] };
  claims.claim(item);
  if (applied.event) events.push(applied.event);
  return toOutcome(applied.refusals);
}

/** A command that its stream is past was applied before; a conflict leaves the stream where it is. */
function applyInStream(batch: Batch, item: CommandItem): Outcome {
  const { people, streams, claims, experiences, events } = batch;
  if (streams.isPast(item)) return duplicate;
  if (!areLinked(people, item)) return conflict;
  const checked = item.experience && checkReport(experiences, item.experience);
  if (checked && !checked.ok) {
    streams.advance(item);
    return { status: 'refused', refusals: [checked.refusal] };
  }
  const applied = applyCommand(people, item, claims.mayBeNew(item), checked);
  if (applied === undefined) return conflict;
  streams.advance(item);
  claims.claim(item);
  if (applied.event) events.push(applied.event);
  return toOutcome(applied.refusals);
}

function toOutcome(refusals: Refusal[]): Outcome {
  return refusals.length === 0 ? accepted : { status: 'accepted', refusals };
}

/** Adds to the outcomes of commands who their `as` is by now; equal ones are one object. */
function createUserNaming(people: People) {
  const acceptedByUser = new Map<string | null, Outcome>();
  return (outcome: Outcome, item: IngestItem | undefined): Outcome => {
    if (item?.type !== 'command') return outcome;
    const userId = findLinkedUser(people, item.as);
    if (outcome !== accepted) return { ...outcome, userId };
    let named = acceptedByUser.get(userId);
    if (named === undefined) {
      named = { ...accepted, userId };
      acceptedByUser.set(userId, named);
    }
    return named;
  };
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
  // After the merges: it is the user who is left that was active.
  const touched = [...people.touched()];
  const active = touched.length > 0 ? await tx.widenActivity(project, touched) : [];
  const events = pending.map(numberEvent);
  if (events.length > 0) await tx.insertEvents(project, events);

  const changes: Change[] = merges.map(({ from, to }) => ({ type: 'merge', project, from, to }));
  const numbers = [...documents.map(({ number }) => number), ...active];
  if (numbers.length > 0) changes.push({ type: 'profiles', project, numbers });
  if (events.length > 0) changes.push({ type: 'events', project, events });
  if (changes.length > 0) await tx.appendChanges(changes);
  await announceReports(tx, project, pending.flatMap(toNews));
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

/** The row of an occurrence, now that its user has a number for good. */
function numberEvent({ person, row }: PendingEvent): EventRow {
  row.number = resolvePerson(person).number;
  return row;
}

/** What webhooks are told of an occurrence: nothing, but of an experience. */
function toNews({ person, row: event, report }: PendingEvent): ReportNews[] {
  if (report === undefined) return [];
  const { effect, type, name, arrivedAt } = report;
  const experience = { id: effect.experienceId, name, type };
  const { userId, anonymousId } = documentOf(resolvePerson(person));
  const user = {
    ...(userId !== undefined && { userId }),
    ...(anonymousId !== undefined && { anonymousId }),
  };
  return [{ action: effect.action, experience, user, event, arrivedAt }];
}
