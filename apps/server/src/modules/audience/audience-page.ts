import type { Sql } from '@muster/conditions';
import type { Sort } from '@muster/protocol';
import type { AskOptions, IndexQuestions } from './ask-index.ts';
import { type NumberRange, selectPage, unbounded } from './audience-sql.ts';
import { type Cursor, encodeCursor } from './cursor.ts';
import { askNumbers } from './members.ts';
import type { Snapshots } from './snapshots.ts';

/** A page as numbers of users, in their order. */
export interface NumberedPage {
  /** Of all pages, when the first was made. */
  count: number;
  numbers: number[];
  nextCursor: string | null;
}

/** What a page is cut from. */
export interface PageSource {
  questions: IndexQuestions;
  matches: Sql;
  limit: number;
}

/** The part of a cursor that all pages of one question share. */
type Bound = Pick<Cursor, 'question' | 'now'>;

/**
 * The first page in order of numbers, which never change: later pages need nothing kept here. They
 * end with the last user there is now, or paging would not end while new ones come.
 */
export async function cutFirst(
  source: PageSource,
  bound: Bound,
  options: AskOptions,
): Promise<NumberedPage> {
  const page = await askPage(source, { after: 0, upTo: unbounded }, options);
  const { count, last, numbers } = page;
  return { count, numbers, nextCursor: pointAfter(page, { ...bound, count, upTo: last }) };
}

/** The page after a user. */
export async function cutAfter(
  source: PageSource,
  cursor: Extract<Cursor, { by: 'number' }>,
  options: AskOptions,
): Promise<NumberedPage> {
  const page = await askPage(source, cursor, options);
  return { count: cursor.count, numbers: page.numbers, nextCursor: pointAfter(page, cursor) };
}

/** The first page of a sorted audience; the whole list is kept while there are more. */
export async function cutSorted(
  source: PageSource & { snapshots: Snapshots; sort: Sort },
  bound: Bound,
  options: AskOptions,
): Promise<NumberedPage> {
  const { questions, matches, limit, snapshots, sort } = source;
  const numbers = await askNumbers(questions, matches, { ...options, sort });
  const count = numbers.length;
  if (count <= limit) return { count, numbers: [...numbers], nextCursor: null };
  const id = snapshots.keep(bound.question, numbers);
  return cutSnapshot(numbers, limit, { ...bound, count, by: 'snapshot', id, offset: 0 });
}

/** The page at the cursor's place of a sorted list. */
export function cutSnapshot(
  numbers: Uint32Array,
  limit: number,
  cursor: Extract<Cursor, { by: 'snapshot' }>,
): NumberedPage {
  const offset = cursor.offset + limit;
  const nextCursor = offset < numbers.length ? encodeCursor({ ...cursor, offset }) : null;
  return { count: cursor.count, numbers: [...numbers.subarray(cursor.offset, offset)], nextCursor };
}

interface AskedPage {
  numbers: number[];
  hasMore: boolean;
}

async function askPage(
  { questions, matches, limit }: PageSource,
  range: NumberRange,
  options: AskOptions,
): Promise<AskedPage & { count: number; last: number }> {
  // One more than the page holds says whether there is another.
  const statement = selectPage(options.project, matches, range, limit + 1);
  const [row] = await questions.ask<PageRow>(statement, options);
  const { count = '0', last = 0, numbers = [] } = row ?? {};
  const hasMore = numbers.length > limit;
  return { count: Number(count), last, numbers: numbers.slice(0, limit), hasMore };
}

interface PageRow {
  count: string;
  last: number;
  numbers: number[];
}

function pointAfter(
  { numbers, hasMore }: AskedPage,
  { question, now, count, upTo }: Omit<Extract<Cursor, { by: 'number' }>, 'by' | 'after'>,
): string | null {
  const after = numbers.at(-1);
  if (!hasMore || after === undefined) return null;
  return encodeCursor({ question, now, count, by: 'number', after, upTo });
}
