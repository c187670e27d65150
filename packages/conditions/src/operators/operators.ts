import type { Operator } from '../operator.ts';
import { isBoolean } from './boolean/is.ts';
import { after } from './date/after.ts';
import { before } from './date/before.ts';
import { betweenDates } from './date/between.ts';
import { inLast } from './date/in-last.ts';
import { inNext } from './date/in-next.ts';
import { moreThanAgo } from './date/more-than-ago.ts';
import { on } from './date/on.ts';
import { empty } from './empty.ts';
import { includesAll } from './list/includes-all.ts';
import { includesAny } from './list/includes-any.ts';
import { betweenNumbers } from './number/between.ts';
import { eq } from './number/eq.ts';
import { gt } from './number/gt.ts';
import { gte } from './number/gte.ts';
import { lt } from './number/lt.ts';
import { lte } from './number/lte.ts';
import { contains } from './string/contains.ts';
import { endsWith } from './string/ends-with.ts';
import { is } from './string/is.ts';
import { startsWith } from './string/starts-with.ts';

/**
 * Every operator, in the order in which they are offered. Builder, validator, compiler, docs and
 * tests all iterate over this list: a new operator is its file and a line here.
 */
export const operators: readonly Operator[] = [
  is,
  contains,
  startsWith,
  endsWith,
  eq,
  gt,
  gte,
  lt,
  lte,
  betweenNumbers,
  isBoolean,
  before,
  after,
  on,
  betweenDates,
  inLast,
  moreThanAgo,
  inNext,
  includesAny,
  includesAll,
  empty,
];
