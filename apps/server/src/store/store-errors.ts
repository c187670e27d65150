/**
 * What can go wrong with the store that somebody can act on. The message is a sentence for them; the
 * engine's own error is the `cause`. Any other error that the store throws is a broken invariant.
 */
export class StoreError extends Error {
  override name = 'StoreError';
}

/** The disk is full. Nothing of the transaction was kept; the store goes on once there is room. */
export class StoreFullError extends StoreError {
  override name = 'StoreFullError';
}

/** Somebody else holds the lock of the store for too long. Nothing was kept; try again. */
export class StoreBusyError extends StoreError {
  override name = 'StoreBusyError';
}

/** The file is not, or no longer, a readable store. The message names it. */
export class StoreCorruptError extends StoreError {
  override name = 'StoreCorruptError';
}

/** A newer program has written this store; this one must leave it alone. */
export class StoreTooNewError extends StoreError {
  override name = 'StoreTooNewError';
}

/** The database server cannot be reached, or the connection broke on the way. Try again. */
export class StoreUnavailableError extends StoreError {
  override name = 'StoreUnavailableError';
}

/** The project was deleted while something was done in it. Nothing of the transaction was kept. */
export class ProjectGoneError extends StoreError {
  override name = 'ProjectGoneError';

  constructor(message = 'There is no such project.', options?: ErrorOptions) {
    super(message, options);
  }
}
