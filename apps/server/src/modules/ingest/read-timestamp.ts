import { type Instant, parseIsoDate } from '@muster/conditions';

/** A timestamp further ahead than this is a broken clock: the arrival counts instead. */
const maxAheadMs = 24 * 60 * 60 * 1000;

/** The instants that ISO text can say: years 0000 to 9999. `Date.UTC` takes the year 0 for 1900. */
const earliest = new Date(0).setUTCFullYear(0, 0, 1);
const latest = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/**
 * Below this a number may as well mean seconds: as seconds it reaches the year 5138, as
 * milliseconds only 1973. Guessing would put events decades off, so it is refused. Zero means the
 * same either way.
 */
const smallestClearMs = 1e11;

export type ReadTimestamp =
  | { ok: true; timestamp: Instant }
  | { ok: false; code: string; message: string };

/** When something happened, in the project's time zone where the text has no offset. */
export function readTimestamp(raw: unknown, arrivedAt: Instant, timeZone: string): ReadTimestamp {
  if (raw === undefined || raw === null) return { ok: true, timestamp: arrivedAt };
  const read = typeof raw === 'number' ? readNumber(raw) : readText(raw, timeZone);
  if (!read.ok) return read;
  const isTooFarAhead = read.timestamp > arrivedAt + maxAheadMs;
  return isTooFarAhead ? { ok: true, timestamp: arrivedAt } : read;
}

function readText(raw: unknown, timeZone: string): ReadTimestamp {
  const date = typeof raw === 'string' ? parseIsoDate(raw, timeZone) : undefined;
  if (date !== undefined) return checkRange(date.instant);
  return refuse(
    'invalid_timestamp',
    'The timestamp is neither ISO-8601 (2026-03-29T12:00:00Z) nor milliseconds since 1970.',
  );
}

function readNumber(raw: number): ReadTimestamp {
  if (!Number.isFinite(raw)) return refuse('invalid_timestamp', 'The timestamp is not finite.');
  if (raw !== 0 && Math.abs(raw) < smallestClearMs) {
    return refuse(
      'ambiguous_timestamp',
      'The timestamp may be in seconds; send milliseconds since 1970, or ISO-8601 for times before 1974.',
    );
  }
  return checkRange(Math.floor(raw));
}

/** An offset can lead out of the years that a text can say. */
function checkRange(timestamp: Instant): ReadTimestamp {
  if (timestamp >= earliest && timestamp <= latest) return { ok: true, timestamp };
  return refuse('timestamp_out_of_range', 'The timestamp is not in the years 0000 to 9999.');
}

function refuse(code: string, message: string): ReadTimestamp {
  return { ok: false, code, message };
}
