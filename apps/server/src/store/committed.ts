/** What came of a transaction that is committed. */
export interface Committed<T> {
  result: T;
  /** Rejects with a `StoreError` when the disk fails. */
  durable: Promise<void>;
}
