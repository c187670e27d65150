import type { Sql } from '@muster/conditions';
import type { Sort } from '@muster/protocol';
import type { Store } from '../../store/store.ts';
import type { ProfileDocument } from '../profiles/profile-document.ts';
import type { AskOptions, IndexQuestions } from './ask-index.ts';
import { selectNumbers } from './audience-sql.ts';

/** Everybody who matches, as numbers: 4 bytes each, so that any audience fits in memory. */
export async function askNumbers(
  questions: IndexQuestions,
  matches: Sql,
  options: AskOptions & { sort?: Sort },
): Promise<Uint32Array> {
  const statement = selectNumbers(options.project, matches, options.sort);
  const asking = { kind: 'ids', ...options } as const;
  const [row] = await questions.ask<{ numbers: number[] }>(statement, asking);
  return Uint32Array.from(row?.numbers ?? []);
}

/** The documents of these users in this order, without those who are no longer there. */
export async function readDocuments(
  store: Store,
  project: number,
  numbers: readonly number[],
): Promise<ProfileDocument[]> {
  const found = await store.read((tx) => tx.profiles(project, numbers));
  const documentsByNumber = new Map(found.map((document) => [document.number, document]));
  return numbers.flatMap((number) => documentsByNumber.get(number) ?? []);
}

/** Read at a time, so that an export of any size takes little memory. */
const batchSize = 500;

/** `readDocuments` in batches, each read when it is asked for. */
export async function* streamDocuments(
  store: Store,
  project: number,
  numbers: Uint32Array,
): AsyncGenerator<ProfileDocument[]> {
  for (let start = 0; start < numbers.length; start += batchSize) {
    const batch = [...numbers.subarray(start, start + batchSize)];
    yield await readDocuments(store, project, batch);
  }
}
