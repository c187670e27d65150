import type { ImportFormat } from '@muster/protocol';
import type { Row } from '../load/parse-delimited.ts';
import { normalizeLineEnds, readRows } from '../load/read-rows.ts';
import { parseDelimiter } from '../load/table-format.ts';
import { openTextFile } from '../load/text-file.ts';

/** A table under way; row 0 is the header. */
export interface OpenedRows {
  /** Known at the end, in hex. */
  contentHash(): string;
  rows: AsyncGenerator<NumberedRow[], void>;
}

export interface NumberedRow {
  number: number;
  row: Row;
}

/** Reads an uploaded file as a format says. Bytes that are no text become U+FFFD, which reading a cell refuses. */
export async function openRows(path: string, format: ImportFormat): Promise<OpenedRows> {
  const { encoding, delimiter, quote } = format;
  const file = await openTextFile(path, { encoding, isLenient: true });
  const batches = readRows(normalizeLineEnds(file.chunks), parseDelimiter(delimiter), quote);

  async function* numberRows(): AsyncGenerator<NumberedRow[], void> {
    let next = 0;
    for await (const batch of batches) {
      yield batch.map((row) => ({ number: next++, row }));
    }
  }

  return { contentHash: file.contentHash, rows: numberRows() };
}
