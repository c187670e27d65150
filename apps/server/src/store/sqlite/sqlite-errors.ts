import { StoreBusyError, StoreCorruptError, StoreError, StoreFullError } from '../store-errors.ts';

/** Primary result codes, https://sqlite.org/rescode.html. */
const codes = {
  busy: 5,
  locked: 6,
  readOnly: 8,
  ioError: 10,
  corrupt: 11,
  full: 13,
  cannotOpen: 14,
  notADatabase: 26,
};

// The driver gives no code with an error that meets it while it reads rows, only SQLite's own words.
const codeByMessage: Record<string, number> = {
  'database is locked': codes.busy,
  'attempt to write a readonly database': codes.readOnly,
  'disk I/O error': codes.ioError,
  'database disk image is malformed': codes.corrupt,
  'database or disk is full': codes.full,
  'unable to open database file': codes.cannotOpen,
  'file is not a database': codes.notADatabase,
};

/** The `StoreError` that an error of SQLite or of the file system amounts to, or the error itself. */
export function explainSqliteError(error: unknown, file: string): unknown {
  if (!(error instanceof Error) || error instanceof StoreError) return error;
  const cause = { cause: error };
  if ('code' in error && 'syscall' in error) {
    if (error.code === 'ENOSPC' || error.code === 'EDQUOT') return diskFull(file, error);
    return new StoreError(`The store ${file} cannot be opened: ${error.message}.`, cause);
  }
  switch (readCode(error)) {
    case codes.full:
      return diskFull(file, error);
    case codes.busy:
    case codes.locked:
      return new StoreBusyError(
        `The store ${file} is locked by another program. Close it and try again.`,
        cause,
      );
    case codes.corrupt:
    case codes.notADatabase:
      return new StoreCorruptError(
        `The file ${file} is damaged or is not a Muster store (${error.message}). ` +
          'Put a backup in its place.',
        cause,
      );
    case codes.readOnly:
    case codes.cannotOpen:
      return new StoreError(`The store ${file} cannot be opened for writing.`, cause);
    case codes.ioError:
      return new StoreError(`Reading or writing ${file} failed: ${error.message}.`, cause);
    default:
      return error;
  }
}

/** The primary code: the lower byte; the rest says more exactly where it happened. */
function readCode(error: Error): number | undefined {
  if ('errcode' in error && typeof error.errcode === 'number') return error.errcode & 0xff;
  return 'code' in error && error.code === 'ERR_SQLITE_ERROR'
    ? codeByMessage[error.message]
    : undefined;
}

function diskFull(file: string, cause: Error): StoreFullError {
  return new StoreFullError(
    `The disk is full: ${file} cannot grow. Nothing of this change was kept; make room and try again.`,
    { cause },
  );
}
