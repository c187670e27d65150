import { compile, type Plan } from '@muster/conditions';
import type { Sort } from '@muster/protocol';
import type { IndexQuestions } from './ask-index.ts';
import { type NumberRange, unbounded } from './audience-sql.ts';
import { type Cursor, encodeCursor } from './cursor.ts';
import { askNumbers } from './members.ts';
import type { MatchPage, PlanAskOptions, PlanQuestions } from './plan-questions.ts';
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
  asked: PlanQuestions;
  plan: Plan;
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
  options: PlanAskOptions,
): Promise<NumberedPage> {
  const page = await askPage(source, { after: 0, upTo: unbounded }, options);
  const { count, last, numbers } = page;
  return { count, numbers, nextCursor: pointAfter(page, { ...bound, count, upTo: last }) };
}

/** The page after a user. */
export async function cutAfter(
  source: PageSource,
  cursor: Extract<Cursor, { by: 'number' }>,
  options: PlanAskOptions,
): Promise<NumberedPage> {
  const page = await askPage(source, cursor, options);
  return { count: cursor.count, numbers: page.numbers, nextCursor: pointAfter(page, cursor) };
}

/** The first page of a sorted audience; the whole list is kept while there are more. */
export async function cutSorted(
  source: Omit<PageSource, 'asked'> & {
    questions: IndexQuestions;
    snapshots: Snapshots;
    sort: Sort;
  },
  bound: Bound,
  options: PlanAskOptions,
): Promise<NumberedPage> {
  const { questions, plan, limit, snapshots, sort } = source;
  const project = options.project.number;
  const matches = compile(plan, project);
  const numbers = await askNumbers(questions, matches, { ...options, project, sort });
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

interface AskedPage extends MatchPage {
  hasMore: boolean;
}

async function askPage(
  { asked, plan, limit }: PageSource,
  range: NumberRange,
  options: PlanAskOptions,
): Promise<AskedPage> {
  // One more than the page holds says whether there is another.
  const page = await asked.page(plan, range, limit + 1, options);
  const hasMore = page.numbers.length > limit;
  return { ...page, numbers: page.numbers.slice(0, limit), hasMore };
}

function pointAfter(
  { numbers, hasMore }: Pick<AskedPage, 'numbers' | 'hasMore'>,
  { question, now, count, upTo }: Omit<Extract<Cursor, { by: 'number' }>, 'by' | 'after'>,
): string | null {
  const after = numbers.at(-1);
  if (!hasMore || after === undefined) return null;
  return encodeCursor({ question, now, count, by: 'number', after, upTo });
}
