import * as z from 'zod';

/** An instant in a reply: UTC with milliseconds. */
export const instantSchema = z
  .string()
  .meta({ format: 'date-time', example: '2026-03-29T12:00:00.000Z' });

/** What is said of a `now` that is no instant. */
export const invalidNow = 'It must be an ISO-8601 date or instant, or milliseconds since 1970.';

/** The instant of a question, when it is not the server's own. */
export const nowSchema = z
  .union(
    [
      z.string().max(40).meta({ description: 'ISO-8601, e.g. `2026-03-29T12:00:00Z`' }),
      z.int().meta({ description: 'milliseconds since 1970-01-01T00:00:00Z' }),
    ],
    // Of a union zod says no more than that the input is invalid.
    invalidNow,
  )
  .meta({ description: 'Ask as of this instant. Default: now.' });
