import type { MiddlewareHandler } from 'hono';
import type { AppEnv } from './app-env.ts';
import { HttpProblem } from './problem.ts';

/** Most bytes of a JSON body of the management API. */
export const maxManagementBody = 1024 * 1024;

/**
 * The body as text. Throws an `HttpProblem`: 413 as soon as more than `maxBytes` are announced or
 * have come, whatever the announcement said; 400 when it is not UTF-8.
 */
export async function readText(request: Request, maxBytes: number): Promise<string> {
  const announced = Number(request.headers.get('content-length') ?? 0);
  if (announced > maxBytes) throw tooLarge(maxBytes);
  if (request.body === null) return '';
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const parts: string[] = [];
  let bytes = 0;
  try {
    for await (const chunk of request.body) {
      bytes += chunk.byteLength;
      // Leaving the loop cancels the stream: nothing more is read.
      if (bytes > maxBytes) throw tooLarge(maxBytes);
      parts.push(decoder.decode(chunk, { stream: true }));
    }
    parts.push(decoder.decode());
  } catch (error) {
    if (!isEncodingError(error)) throw error;
    throw new HttpProblem(400, 'malformed_text', 'The body is not well-formed UTF-8.');
  }
  return parts.join('');
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
    const text = await readText(c.req.raw, maxBytes);
    // Hono's own cache: `c.req.json()` then parses this text and never reads the request itself.
    Object.assign(c.req.bodyCache, { text: Promise.resolve(text) });
    await next();
  };
}
