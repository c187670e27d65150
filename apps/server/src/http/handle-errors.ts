import type { ErrorHandler } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { Logger } from 'pino';
import { IndexEngineError } from '../index/engine.ts';
import { IndexUnavailable } from '../index/indexer.ts';
import {
  ProjectGoneError,
  StoreBusyError,
  StoreError,
  StoreFullError,
  StoreUnavailableError,
} from '../store/store-errors.ts';
import type { AppEnv } from './app-env.ts';
import { HttpProblem, toProblemResponse } from './problem.ts';

/**
 * Answers whatever a route throws. What nobody foresaw becomes a 500 that says nothing but its id,
 * which is in the log beside the error.
 */
export function createErrorHandler(logger: Logger): ErrorHandler<AppEnv> {
  return (error, c) => {
    const requestId = c.get('requestId');
    // Nobody is there to read an answer; 499 is what proxies log for it.
    if (c.req.raw.signal.aborted) return new Response(null, { status: 499 });
    const problem = toProblem(error);
    if (problem) {
      if (problem.status >= 500) logger.warn({ requestId, err: error }, problem.message);
      return toProblemResponse(problem, requestId);
    }
    logger.error(
      { requestId, err: error, method: c.req.method, path: hideKey(c.req.path) },
      'unexpected error',
    );
    const detail = 'Something went wrong here; the log has more under the request id.';
    return toProblemResponse(new HttpProblem(500, 'internal_error', detail), requestId);
  };
}

/** The problem that an error stands for; `undefined` for one that nobody foresaw. */
function toProblem(error: unknown): HttpProblem | undefined {
  if (error instanceof HttpProblem) return error;
  if (error instanceof HTTPException) return fromHonoError(error);
  if (error instanceof IndexUnavailable) {
    return unavailable('index_unavailable', error.message, error);
  }
  if (error instanceof IndexEngineError) return fromEngineError(error);
  if (error instanceof ProjectGoneError) {
    return new HttpProblem(404, 'project_not_found', error.message, { cause: error });
  }
  if (error instanceof StoreFullError) return unavailable('store_full', error.message, error);
  if (error instanceof StoreBusyError || error instanceof StoreUnavailableError) {
    return unavailable('store_unavailable', error.message, error);
  }
  if (error instanceof StoreError) return unavailable('store_unusable', error.message, error);
  return undefined;
}

/** ClickHouse's own number of what is nobody's mistake. */
const engineOutOfMemory = 241;

/** A statement that the engine did not like is ours to repair: no problem but an unexpected error. */
function fromEngineError(error: IndexEngineError): HttpProblem | undefined {
  if (error.code === undefined) {
    return unavailable('index_unavailable', 'The index cannot be reached.', error);
  }
  if (error.code !== engineOutOfMemory) return undefined;
  return unavailable('index_out_of_memory', 'The index has no memory left for this.', error);
}

function unavailable(code: string, detail: string, cause: unknown): HttpProblem {
  return new HttpProblem(503, code, detail, { headers: { 'retry-after': '5' }, cause });
}

/** What hono and its validators throw by themselves. */
function fromHonoError(error: HTTPException): HttpProblem {
  if (error.status === 400) {
    return new HttpProblem(400, 'malformed_json', 'The body is not well-formed JSON.');
  }
  if (error.status === 415) {
    const detail = 'Send the body as JSON, with "content-type: application/json".';
    return new HttpProblem(415, 'unsupported_media_type', detail);
  }
  return new HttpProblem(error.status, 'refused', error.message || 'The request was refused.');
}

/** The address of a source is its key: the log may not tell it. */
function hideKey(path: string): string {
  return path.replace(/^\/in\/[^/]+/, '/in/…');
}
