import {
  StoreBusyError,
  StoreCorruptError,
  StoreError,
  StoreFullError,
  StoreUnavailableError,
} from '../store-errors.ts';

/** SQLSTATE codes, https://www.postgresql.org/docs/current/errcodes-appendix.html. */
const busyCodes = new Set(['55P03', '40001', '40P01', '57014', '25P03']);
const corruptCodes = new Set(['XX001', 'XX002']);
// 57P01 to 57P05: the server is going down, has crashed or is starting.
const unavailablePrefixes = ['08', '53300', '57P0'];
const lostConnection =
  /Connection terminated|timeout exceeded when trying to connect|not queryable/;

/** The `StoreError` that an error of PostgreSQL amounts to, or the error itself. */
export function explainPostgresError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof StoreError) return error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const cause = { cause: error };
  if (code === '53100') {
    return new StoreFullError(
      'The disk is full: the PostgreSQL server cannot write. ' +
        'Nothing of this change was kept; make room and try again.',
      cause,
    );
  }
  if (busyCodes.has(code)) {
    return new StoreBusyError(`PostgreSQL gave up waiting: ${error.message}. Try again.`, cause);
  }
  if (corruptCodes.has(code)) {
    return new StoreCorruptError(`PostgreSQL reports damaged data: ${error.message}.`, cause);
  }
  if (isConnectionLoss(error, code)) {
    return new StoreUnavailableError(
      `The PostgreSQL server cannot be reached: ${error.message || code}. Try again.`,
      cause,
    );
  }
  return error;
}

function isConnectionLoss(error: Error, code: string): boolean {
  if (unavailablePrefixes.some((prefix) => code.startsWith(prefix))) return true;
  // A failing system call: refused, reset, no such host.
  return (
    'syscall' in error || lostConnection.test(error.message) || error instanceof AggregateError
  );
}
