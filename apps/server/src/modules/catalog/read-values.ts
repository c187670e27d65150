import { type Kind, untagScalar } from '@muster/conditions';
import type { CatalogValuesBody } from '@muster/protocol';
import type { AskOptions, IndexQuestions } from '../audience/ask-index.ts';
import { type CatalogRows, selectValues, type ValuesWish } from './catalog-sql.ts';

/** What values are counted as: a date is a text. */
export const valueKinds: readonly Kind[] = ['string', 'number', 'boolean', 'list'];

/** The most frequent values of a key, and whether there are more than were asked for. */
export async function readValues(
  questions: IndexQuestions,
  wish: ValuesWish,
  rows: CatalogRows,
  asking: AskOptions,
): Promise<CatalogValuesBody> {
  const statement = selectValues({ ...wish, limit: wish.limit + 1 }, rows);
  const found = await questions.ask<ValueRow>(statement, asking);
  const values = found.slice(0, wish.limit).map(({ kind, value, count }) => ({
    value: readText(kind, value),
    count: Number(count),
  }));
  return { values, more: found.length > wish.limit };
}

interface ValueRow {
  kind: Kind;
  value: string;
  count: string;
}

/** A value that came as text. */
export function readText(kind: Kind, text: string): string | number | boolean {
  switch (kind) {
    case 'number':
      return Number(text);
    case 'boolean':
      return text === 'true';
    case 'list':
      return untagScalar(text);
    default:
      return text;
  }
}
