import type { Instant } from '@muster/conditions';
import type { Project, Store } from '../../store/store.ts';
import type { IngestService, Outcome } from '../ingest/ingest-service.ts';
import { notStored, RefusalLog, type RejectedEntry } from '../ingest/refusal.ts';
import { createBrowserClock } from './browser-clock.ts';
import { findUserIds } from './find-user-ids.ts';
import { readCommands } from './read-commands.ts';
import { isRandomId, type NumberedCommand, type SdkRequest } from './read-request.ts';
import { findSecrets } from './verify-signature.ts';

/** What is answered to commands, in the words of the wire. */
export interface CommandReply {
  /** Commands taken, whole or without some of their keys; those taken before included. */
  accepted: number;
  rejected: RejectedCommand[];
  /** By the browser's own id: the user id that it is linked to by now, or null. */
  users: Record<string, string | null>;
}

/** A refused command, or a refused key of one that is otherwise kept. */
export interface RejectedCommand extends Omit<RejectedEntry, 'index' | 'scope'> {
  seq: number;
  scope: 'command' | 'key';
}

interface Parts {
  store: Store;
  ingest: IngestService;
}

/** A request, whose it is, and about how much memory it takes. */
export interface CommandParcel {
  project: Project;
  request: SdkRequest;
  arrivedAt: Instant;
  bytes: number;
}

/**
 * Checks commands one by one and hands the valid ones on. Resolves when these are durable; rejects as
 * `IngestService.submit` does.
 */
export async function receiveCommands(
  { store, ingest }: Parts,
  { project, request, arrivedAt, bytes }: CommandParcel,
): Promise<CommandReply> {
  const { stream, sentAt, commands } = request;
  const context = {
    stream,
    clock: createBrowserClock(sentAt, arrivedAt),
    timeZone: project.timeZone,
    secrets: findSecrets(project, arrivedAt),
  };
  const log = new RefusalLog();
  const { items, indexes } = readCommands(commands, context, log);
  const outcomes = await ingest.submit({ project: project.number, items, bytes });
  const users = new Map<string, string | null>();
  let accepted = 0;
  for (const [place, outcome] of outcomes.entries()) {
    accepted += Number(isTaken(outcome));
    logOutcome(log, indexes[place] as number, outcome);
    const as = items[place]?.as;
    if (as !== undefined && outcome.userId !== undefined) users.set(as, outcome.userId);
  }
  await addMissingUsers(store, project, commands, users);
  return {
    accepted,
    rejected: log.toEntries().map((entry) => toRejected(entry, commands)),
    users: Object.fromEntries(users),
  };
}

function isTaken({ status }: Outcome): boolean {
  return status === 'accepted' || status === 'duplicate';
}

function logOutcome(log: RefusalLog, index: number, { status, refusals }: Outcome): void {
  for (const refusal of refusals) log.add(index, refusal);
  if (status === 'failed') log.add(index, notStored);
  if (status === 'conflict') log.add(index, identityConflict);
}

const identityConflict = {
  code: 'identity_conflict',
  message: 'This browser id belongs to another user; go on with a new one.',
  path: '',
  scope: 'item',
} as const;

/** Those whose commands were all refused before they came to the store. */
async function addMissingUsers(
  store: Store,
  { number }: Project,
  commands: readonly NumberedCommand[],
  users: Map<string, string | null>,
): Promise<void> {
  const missing = new Set<string>();
  for (const { raw } of commands) {
    if (isRandomId(raw.as) && !users.has(raw.as)) missing.add(raw.as);
  }
  if (missing.size === 0) return;
  const found = await store.read((tx) => findUserIds(tx, number, [...missing]));
  for (const as of missing) users.set(as, found.get(as) ?? null);
}

function toRejected(
  { index, scope, ...rest }: RejectedEntry,
  commands: readonly NumberedCommand[],
): RejectedCommand {
  const { seq } = commands[index] as NumberedCommand;
  return { seq, ...rest, scope: scope === 'item' ? 'command' : 'key' };
}
