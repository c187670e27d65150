import type { RejectedRow } from './load-file.ts';
import type { RawItem } from './load-sink.ts';

/** A file that has been read once and is understood. */
export interface LoadSource {
  /** Data rows in the file; of ndjson the number of its last line. */
  totalRows: number;
  totalBytes: number;
  /** Of the file, in hex. */
  contentHash: string;
  /** What the options mean for this file: all that decides what a row becomes, as JSON. */
  meaning: unknown;
  /** Reads the file again, row by row; `makeMessageId` names an item by its row. */
  read(makeMessageId: (row: number) => string): Promise<LoadReading>;
}

/** A reading under way. */
export interface LoadReading {
  bytesRead(): number;
  /** Known at the end. */
  contentHash(): string;
  rows: AsyncGenerator<readonly LoadRow[], void>;
  /** What of the file a path in the item of a row is. */
  locate(row: LoadRow, path: string): Pick<RejectedRow, 'column' | 'value'>;
}

/** One row, made ready to be sent. */
export interface LoadRow {
  row: number;
  /** Absent when nothing of the row can be sent. */
  item?: RawItem;
  /** Cells, or the row, refused before sending. */
  rejected: readonly RejectedRow[];
  /** About how many characters of JSON it takes. */
  size: number;
  /** Of a table, for reports. */
  cells: readonly string[];
}

const maxShownLength = 100;

/** A value of the file as a report shows it. */
export function cutValue(value: string): string {
  return value.length > maxShownLength ? `${value.slice(0, maxShownLength)}…` : value;
}
