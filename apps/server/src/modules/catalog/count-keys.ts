import type { AskOptions, IndexQuestions } from '../audience/ask-index.ts';
import { type CatalogRows, type CountedColumn, selectKindCounts } from './catalog-sql.ts';
import { type KeyCounts, type ObservedKey, toKeyCounts } from './observed-keys.ts';

/** Keys that one statement counts. */
const keysAtOnce = 100;

/** A key with where the index keeps its values. */
export type LocatedKey = ObservedKey & Pick<CountedColumn, 'columns'>;

/** How often each kind of each key is there, in their order; nothing for a key that never is. */
export async function countKeys(
  questions: IndexQuestions,
  keys: readonly LocatedKey[],
  rows: CatalogRows,
  asking: AskOptions,
): Promise<(KeyCounts | undefined)[]> {
  const counted = keys.flatMap(({ columns, kinds }) => kinds.map((kind) => ({ columns, kind })));
  const counts: number[] = [];
  for (let start = 0; start < counted.length; start += keysAtOnce) {
    const some = counted.slice(start, start + keysAtOnce);
    const [row] = await questions.ask<Record<string, string>>(selectKindCounts(some, rows), asking);
    counts.push(...some.map((_, i) => Number(row?.[`c${i}`] ?? 0)));
  }
  const next = counts.values();
  return keys.map(({ key, kinds }) =>
    toKeyCounts(
      key,
      kinds.map((kind) => ({ kind, count: next.next().value ?? 0 })),
    ),
  );
}
