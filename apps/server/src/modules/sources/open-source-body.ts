import { gunzipSync } from 'node:zlib';
import type { Instant } from '@muster/conditions';
import { HttpProblem } from '../../http/problem.ts';
import { decodeText } from '../../http/read-body.ts';
import { maxItems, parseJson } from '../ingest/parse-body.ts';
import { isJsonObject } from '../ingest/read-values.ts';
import { findAtPath, parseJsonPath } from './mapping/json-path.ts';
import { readClock } from './segment/read-segment-message.ts';
import type { SourceForm, SourceParcel } from './source-parcel.ts';
import { verifySourceSignature } from './verify-source-signature.ts';

/** Most bytes of a body, as it comes and when it is no longer compressed. */
export const maxSourceBodyBytes = 10 * 1024 * 1024;

/** The items of a request, and when it was sent by the clock of its sender. */
export interface OpenedBody {
  rawItems: unknown[];
  sentAt: Instant | undefined;
}

/**
 * The items of a request that has the signature it needs. Throws an `HttpProblem`: 401 without it, 400 for
 * what is not gzip, UTF-8 or JSON, 413 for too much of it.
 */
export function openSourceBody(parcel: SourceParcel): OpenedBody {
  const { body, isGzip, setup, form, timeZone, replay } = parcel;
  if (replay) return { rawItems: [parseJson(decodeText(body))], sentAt: replay.sentAt };
  const plain = isGzip ? inflate(body) : body;
  // What comes compressed may have been signed before or after.
  verifySourceSignature(parcel, isGzip ? [plain, body] : [plain]);
  const { items, sentAt } = splitBody(parseJson(decodeText(plain)), setup);
  if (items.length > maxItems) {
    const detail = `The request has ${items.length} items; at most ${maxItems} are taken at once.`;
    throw new HttpProblem(413, 'too_many_items', detail);
  }
  const rawItems = form === undefined ? items : items.map((item) => applyForm(item, form));
  return { rawItems, sentAt: readClock(sentAt, timeZone) };
}

function inflate(body: Uint8Array): Uint8Array {
  try {
    return gunzipSync(body, { maxOutputLength: maxSourceBodyBytes });
  } catch (error) {
    if (isTooLarge(error)) {
      const detail = `The body is larger than ${maxSourceBodyBytes} bytes when it is unpacked.`;
      throw new HttpProblem(413, 'body_too_large', detail);
    }
    // Whatever zlib does not like of it; there is no other way for it to fail.
    throw new HttpProblem(400, 'malformed_gzip', 'The body is not whole or not gzip.');
  }
}

function isTooLarge(error: unknown): boolean {
  return error instanceof RangeError && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
}

function splitBody(
  body: unknown,
  { kind, mapping }: SourceParcel['setup'],
): { items: unknown[]; sentAt?: unknown } {
  if (kind === 'webhook' && mapping?.items !== undefined) {
    const found = findAtPath(body, parseJsonPath(mapping.items));
    if (Array.isArray(found)) return { items: found };
    const detail = `There is no list at ${mapping.items}.`;
    throw new HttpProblem(422, 'missing_items', detail);
  }
  if (Array.isArray(body)) return { items: body };
  if (kind === 'webhook' || !isJsonObject(body) || !Array.isArray(body.batch)) {
    return { items: [body] };
  }
  return { items: body.batch, sentAt: body.sentAt ?? body.sent_at };
}

function applyForm(item: unknown, form: SourceForm): unknown {
  if (!isJsonObject(item)) return item;
  if (form !== 'jimo') return { ...item, type: form.type };
  const { email, traits } = item;
  const ofEmail = email === undefined ? {} : { email };
  const all = isJsonObject(traits) ? { ...traits, ...ofEmail } : (traits ?? ofEmail);
  return { type: 'identify', userId: item.userId, traits: all };
}
