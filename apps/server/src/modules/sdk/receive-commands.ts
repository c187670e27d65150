import type { Instant } from '@muster/conditions';
import { decodeText } from '../../http/read-body.ts';
import type { Store } from '../../store/store.ts';
import type { IngestService, Outcome } from '../ingest/ingest-service.ts';
import { parseJson } from '../ingest/parse-body.ts';
import { notStored, RefusalLog, type RejectedEntry } from '../ingest/refusal.ts';
import { createBrowserClock } from './browser-clock.ts';
import { findUserIds } from './find-user-ids.ts';
import type { PersonQuestion } from './person-answers.ts';
import { readCommands } from './read-commands.ts';
import { isRandomId, type NumberedCommand, readRequest } from './read-request.ts';

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

/** A request as it came: plain data, which another thread can take. */
export interface CommandParcel {
  /** The number of the project, and its zone: what a timestamp without an offset means. */
  project: number;
  timeZone: string;
  /** As of `mayIdentify`. */
  secrets: readonly string[] | undefined;
  /** JSON in UTF-8. It is handed over: whoever sends it must not use it afterwards. */
  body: Uint8Array<ArrayBuffer>;
  arrivedAt: Instant;
}

/** What became of it. */
export interface CommandReceipt {
  reply: CommandReply;
  /** How many commands it had. */
  commands: number;
  /** What is asked beside them. */
  question?: PersonQuestion;
}

/**
 * Reads a request, checks its commands one by one and hands the valid ones on. Resolves when these are
 * durable; rejects as `IngestService.submit` does, and with an `HttpProblem` for a request that is
 * wrong as a whole.
 */
export async function receiveCommands(
  { store, ingest }: Parts,
  { project, timeZone, secrets, body, arrivedAt }: CommandParcel,
): Promise<CommandReceipt> {
  const request = readRequest(parseJson(decodeText(body)));
  const { stream, sentAt, commands, question } = request;
  const clock = createBrowserClock(sentAt, arrivedAt);
  const context = { stream, clock, timeZone, secrets };
  const log = new RefusalLog();
  const { items, indexes } = readCommands(commands, context, log);
  const outcomes = await ingest.submit({ project, items, bytes: body.byteLength });
  const users = new Map<string, string | null>();
  let accepted = 0;
  for (const [place, outcome] of outcomes.entries()) {
    accepted += Number(isTaken(outcome));
    logOutcome(log, indexes[place] as number, outcome);
    const as = items[place]?.as;
    if (as !== undefined && outcome.userId !== undefined) users.set(as, outcome.userId);
  }
  await addMissingUsers(store, project, commands, users);
  const rejected = log.toEntries().map((entry) => toRejected(entry, commands));
  return {
    reply: { accepted, rejected, users: Object.fromEntries(users) },
    commands: commands.length,
    ...(question && { question }),
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
  project: number,
  commands: readonly NumberedCommand[],
  users: Map<string, string | null>,
): Promise<void> {
  const missing = new Set<string>();
  for (const { raw } of commands) {
    if (isRandomId(raw.as) && !users.has(raw.as)) missing.add(raw.as);
  }
  if (missing.size === 0) return;
  const found = await store.read((tx) => findUserIds(tx, project, [...missing]));
  for (const as of missing) users.set(as, found.get(as) ?? null);
}

function toRejected(
  { index, scope, ...rest }: RejectedEntry,
  commands: readonly NumberedCommand[],
): RejectedCommand {
  const { seq } = commands[index] as NumberedCommand;
  return { seq, ...rest, scope: scope === 'item' ? 'command' : 'key' };
}
