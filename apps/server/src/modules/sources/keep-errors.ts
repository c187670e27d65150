import type { Instant } from '@muster/conditions';
import type { ErrorSubject, SourceError } from '../../store/source-errors.ts';
import type { Store } from '../../store/store.ts';
import { foldEmail } from '../../store/user-emails.ts';
import { isJsonObject } from '../ingest/read-values.ts';
import { findAtPath, parseJsonPath } from './mapping/json-path.ts';
import type { ReadItem } from './read-source-items.ts';
import type { SourceSetup } from './source-setup.ts';

/** Most errors that are kept of a source, and of one request. */
const maxErrors = 100;
const maxErrorsEach = 20;
/** Most bytes that are kept of one item. */
const maxPayloadBytes = 16 * 1024;
const maxPayloadDepth = 50;
const maxRefusals = 20;

interface Where {
  project: number;
  /** Without an id nothing is kept. */
  setup: SourceSetup;
  arrivedAt: Instant;
  sentAt: Instant | undefined;
}

/** Keeps the last of the items that were refused, whole or in part, durably. */
export async function keepErrors(
  store: Store,
  { project, setup, arrivedAt, sentAt }: Where,
  refused: readonly ReadItem[],
): Promise<void> {
  const { id: source } = setup;
  if (source === undefined || refused.length === 0) return;
  await store.write(async (tx) => {
    for (const item of refused.slice(-maxErrorsEach)) {
      const stamps = { receivedAt: arrivedAt, ...(sentAt !== undefined && { sentAt }) };
      const error = { project, source, ...stamps, attempts: 0, ...toKept(item) };
      await tx.insertSourceError(error, findSubjects(item.raw, setup));
    }
    await tx.trimSourceErrors(project, source, maxErrors);
  });
}

/**
 * The value itself, or one without what is nested deeper than anybody reads: what `JSON.parse` has
 * taken can be too deep for `JSON.stringify`.
 */
function cutDeep(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth === maxPayloadDepth) return '…';
  const entries = Object.entries(value);
  const kept = entries.map(([key, inner]) => [key, cutDeep(inner, depth + 1)] as const);
  if (kept.every(([, inner], index) => inner === entries[index]?.[1])) return value;
  return Array.isArray(value) ? kept.map(([, inner]) => inner) : Object.fromEntries(kept);
}

/** What is kept of an item and of why it was refused. */
function toKept({
  raw,
  refusals,
  requestId,
}: Pick<ReadItem, 'raw' | 'refusals' | 'requestId'>): Pick<
  SourceError,
  'refusals' | 'payload' | 'isCut' | 'requestId'
> {
  const shallow = cutDeep(raw, 0);
  const whole = JSON.stringify(shallow);
  const bytes = Buffer.from(whole, 'utf8');
  const isLong = bytes.byteLength > maxPayloadBytes;
  const isCut = isLong || shallow !== raw;
  // Cutting within a character leaves a mark of its own at the end.
  const payload = isLong ? bytes.subarray(0, maxPayloadBytes).toString('utf8') : whole;
  return {
    refusals: refusals.slice(0, maxRefusals),
    payload,
    isCut,
    ...(requestId !== undefined && { requestId }),
  };
}

const userKeys = new Set(['userId', 'user_id', 'distinct_id', 'previousId', 'alias', 'id']);
const anonymousKeys = new Set(['anonymousId', 'anonymous_id', 'distinct_id', '$anon_distinct_id']);
const email = /^[^\s@]+@[^\s@]+$/;
/** An item may say anything; more ids than these are not those of one person. */
const maxSubjects = 20;
const maxLooks = 2_000;

/**
 * Whom an item may be about, wherever in it that is said: it was refused, so nobody knows how to read it.
 * It is found when one of them is erased.
 */
function findSubjects(raw: unknown, { mapping }: SourceSetup): ErrorSubject[] {
  const subjects = new Map<string, ErrorSubject>();
  let looks = 0;
  const add = (kind: ErrorSubject['kind'], id: string) => {
    if (subjects.size < maxSubjects && id.length <= 512 && id.isWellFormed()) {
      subjects.set(`${kind}:${id}`, { kind, id });
    }
  };
  const look = (value: unknown, key: string, depth: number): void => {
    looks += 1;
    if (looks > maxLooks || depth > 8) return;
    if (typeof value === 'string' || typeof value === 'number') {
      const text = String(value);
      if (userKeys.has(key)) add('user', text);
      if (anonymousKeys.has(key)) add('anonymous', text);
      if (email.test(text)) add('email', foldEmail(text));
    } else if (Array.isArray(value)) for (const entry of value) look(entry, key, depth + 1);
    else if (isJsonObject(value)) {
      for (const name of Object.keys(value)) look(value[name], name, depth + 1);
    }
  };
  if (mapping) look(findAtPath(raw, parseJsonPath(mapping.user.path)), 'userId', 0);
  look(raw, '', 0);
  return [...subjects.values()];
}
