import { HttpProblem, type ProblemOptions } from '../../http/problem.ts';
import {
  ProjectGoneError,
  StoreBusyError,
  StoreCorruptError,
  StoreError,
  StoreFullError,
  StoreTooNewError,
} from '../../store/store-errors.ts';
import { ClosingError, OverloadedError } from '../ingest/ingest-service.ts';

/** What an intake rejects with, as plain data: a class does not survive the way between threads. */
export type IntakeFailure =
  | { type: 'overloaded'; retryAfterSeconds: number }
  | { type: 'closing' }
  | {
      type: 'problem';
      status: number;
      code: string;
      detail: string;
      options: Required<Pick<ProblemOptions, 'errors' | 'headers' | 'extra'>>;
    }
  | { type: 'store'; name: string; message: string; cause: unknown }
  | { type: 'unexpected'; error: unknown };

/** The failure as it is sent. An error itself can be sent, and keeps its message and stack. */
export function toFailure(error: unknown): IntakeFailure {
  if (error instanceof OverloadedError) {
    return { type: 'overloaded', retryAfterSeconds: error.retryAfterSeconds };
  }
  if (error instanceof ClosingError) return { type: 'closing' };
  if (error instanceof HttpProblem) {
    const { status, code, message: detail, errors, headers, extra } = error;
    return { type: 'problem', status, code, detail, options: { errors, headers, extra } };
  }
  if (error instanceof StoreError) {
    const { name, message, cause } = error;
    return { type: 'store', name, message, cause: toSendable(cause) };
  }
  return { type: 'unexpected', error: toSendable(error) };
}

const storeErrors = {
  StoreFullError,
  StoreBusyError,
  StoreCorruptError,
  StoreTooNewError,
  ProjectGoneError,
};

/** The error that the failure was. */
export function toError(failure: IntakeFailure): Error {
  switch (failure.type) {
    case 'overloaded':
      return new OverloadedError(failure.retryAfterSeconds);
    case 'closing':
      return new ClosingError();
    case 'problem':
      return new HttpProblem(failure.status, failure.code, failure.detail, failure.options);
    case 'store': {
      const { name, message, cause } = failure;
      const Kind = Object.entries(storeErrors).find(([known]) => known === name)?.[1] ?? StoreError;
      return new Kind(message, { cause });
    }
    case 'unexpected':
      return failure.error instanceof Error ? failure.error : new Error(String(failure.error));
  }
}

/** Without members of its own: some of them, e.g. a function, cannot be sent. */
function toSendable(error: unknown): unknown {
  if (!(error instanceof Error)) return error === undefined ? undefined : String(error);
  const plain = new Error(error.message);
  if (error.stack !== undefined) plain.stack = error.stack;
  return plain;
}
