import type { ProfileDocument } from '../profiles/profile-document.ts';
import { type ProfileView, toProfileView } from '../profiles/profile-view.ts';
import { readColumns } from './export-columns.ts';
import { byteOrderMark, toCsvLine } from './write-csv.ts';

export type ExportFormat = 'json' | 'csv' | 'ndjson';

export const contentTypes: Record<ExportFormat, string> = {
  json: 'application/json',
  csv: 'text/csv; charset=utf-8',
  ndjson: 'application/x-ndjson',
};

/** Turns batches of users into the pieces of a file. */
export type UserWriter = (
  batches: AsyncIterable<readonly ProfileDocument[]>,
) => AsyncGenerator<string>;

/**
 * The writer of a format. JSON and ndjson show whole profiles, CSV the columns asked for. Throws a
 * 422 for a column that does not exist.
 */
export function createUserWriter(format: ExportFormat, wanted: readonly string[]): UserWriter {
  if (format === 'csv') return createCsvWriter(wanted);
  return format === 'json' ? writeJson : writeLines;
}

function createCsvWriter(wanted: readonly string[]): UserWriter {
  const columns = readColumns(wanted);
  const toLine = (view: ProfileView) => toCsvLine(columns.map((column) => column.read(view)));
  return async function* writeCsv(batches) {
    yield byteOrderMark + toCsvLine(columns.map(({ header }) => header));
    for await (const batch of batches) {
      yield batch.map((document) => toLine(toProfileView(document))).join('');
    }
  };
}

async function* writeLines(batches: AsyncIterable<readonly ProfileDocument[]>) {
  for await (const batch of batches) {
    yield batch.map((document) => `${JSON.stringify(toProfileView(document))}\n`).join('');
  }
}

async function* writeJson(batches: AsyncIterable<readonly ProfileDocument[]>) {
  let separator = '[\n';
  for await (const batch of batches) {
    if (batch.length === 0) continue;
    yield separator + batch.map((document) => JSON.stringify(toProfileView(document))).join(',\n');
    separator = ',\n';
  }
  yield separator === '[\n' ? '[]\n' : '\n]\n';
}
