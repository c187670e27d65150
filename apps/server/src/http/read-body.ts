import type { MiddlewareHandler } from 'hono';
import type { AppEnv } from './app-env.ts';
import { HttpProblem } from './problem.ts';

/** Most bytes of a JSON body of the management API. */
export const maxManagementBody = 1024 * 1024;

/**
 * Most bytes of a body that are read only to be thrown away. A connection that is closed while its
 * client still sends is reset, and the client never sees the refusal.
 */
const maxDiscarded = 64 * 1024 * 1024;

/** A body of at most so many bytes is waited for in one piece, and takes no room while it comes. */
const smallBody = 64 * 1024;

/** Where the memory of bodies that are under way is counted. */
export interface BodyRoom {
  /** Throws when there is no room for so many bytes more. */
  take(bytes: number): void;
  /** Gives everything back. */
  release(): void;
}

const endlessRoom: BodyRoom = { take: () => undefined, release: () => undefined };

/**
 * The body as it came, in memory of its own. Throws an `HttpProblem`: 413 when more than `maxBytes` are
 * announced or come, whatever the announcement said; and what `room` throws when there is none. It takes room for
 * what has come, not for what is announced: else whoever announces much and sends nothing would keep others out.
 * What is too much is read, up to a limit, but not kept.
 */
export async function readBytes(
  request: Request,
  maxBytes: number,
  room = endlessRoom,
): Promise<Uint8Array<ArrayBuffer>> {
  const announced = Number(request.headers.get('content-length') ?? 0);
  if (announced > maxDiscarded) throw tooLarge(maxBytes);
  if (announced > 0 && announced <= Math.min(maxBytes, smallBody)) {
    return readAtOnce(request, maxBytes);
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  let refusal: unknown;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (refusal === undefined && Math.max(size, announced) > maxBytes) refusal = tooLarge(maxBytes);
    if (refusal === undefined) {
      try {
        room.take(chunk.byteLength);
        chunks.push(chunk);
      } catch (error) {
        refusal = error;
      }
    }
    if (refusal !== undefined) {
      chunks.length = 0;
      room.release();
    }
    // Leaving the loop cancels the stream: nothing more is read.
    if (size > maxDiscarded) break;
  }
  if (refusal !== undefined) throw refusal;
  if (announced > maxBytes) throw tooLarge(maxBytes);
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return bytes;
}

/**
 * A body of an announced length: the parser of HTTP lets no more through than was announced, and
 * without a stream it costs a fraction.
 */
async function readAtOnce(request: Request, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(await request.arrayBuffer());
  if (bytes.byteLength > maxBytes) throw tooLarge(maxBytes);
  return bytes;
}

/** The text of a body. Throws an `HttpProblem`, a 400, when it is not UTF-8. */
export function decodeText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    if (!isEncodingError(error)) throw error;
    throw new HttpProblem(400, 'malformed_text', 'The body is not well-formed UTF-8.');
  }
}

/** Throws a 415 for a body that is compressed: it could become any size. */
export function refuseEncoded(headers: Headers): void {
  const encoding = headers.get('content-encoding') ?? 'identity';
  if (encoding === 'identity') return;
  const detail = 'Send the body as it is, without content-encoding.';
  throw new HttpProblem(415, 'unsupported_encoding', detail);
}

function isEncodingError(error: unknown): boolean {
  return (
    error instanceof TypeError &&
    'code' in error &&
    error.code === 'ERR_ENCODING_INVALID_ENCODED_DATA'
  );
}

function tooLarge(maxBytes: number): HttpProblem {
  const detail = `The body is larger than ${maxBytes} bytes.`;
  return new HttpProblem(413, 'body_too_large', detail);
}

/** Reads the body for the validators after it, at most `maxBytes` of it. */
export function limitBody(maxBytes: number): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const text = decodeText(await readBytes(c.req.raw, maxBytes));
    // Hono's own cache: `c.req.json()` then parses this text and never reads the request itself.
    Object.assign(c.req.bodyCache, { text: Promise.resolve(text) });
    await next();
  };
}
