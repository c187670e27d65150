/** What `muster load` was asked to do. */
export interface LoadOptions {
  /** Path of the file. */
  file: string;
  /** `csv`: one user a row. `events`: one event a row. `ndjson`: one webhook item a line. */
  source: 'csv' | 'events' | 'ndjson';
  /** The column of the user id; needed by `csv` and `events`. */
  id?: string;
  /** Columns that fill native fields. A column of that very name does so by itself. */
  email?: string;
  name?: string;
  language?: string;
  /** Columns to leave out. */
  skip?: readonly string[];
  /** Types that overrule what the values of a column look like. */
  types?: ReadonlyMap<string, ColumnType>;
  /** One character, or `whitespace`; detected when absent. */
  delimiter?: string;
  /** Name of the events, and the column of their time (ISO or YYYYMMDD); for `events`. */
  event?: string;
  timestamp?: string;
}

export type ColumnType = 'string' | 'number' | 'boolean';

/** The file or the options cannot be used; the message is a sentence for who typed the command. */
export class LoadError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'LoadError';
  }
}
