import type { Path, Problem } from './plan.ts';
import type { Instant, Scalar, Value } from './profile.ts';
import type { Sql } from './sql.ts';
import type { Kind, Span } from './tree.ts';

/** The instant and zone that relative and calendar operands are resolved against. */
export interface Clock {
  now: Instant;
  timeZone: string;
}

/** A value read as the operator's kind; dates as instants. */
export type TypedValue = Value | Instant;

/** What `holds` compares: the typed value, or what the operator's `normalize` makes of it. */
export type Compared = TypedValue | ReadonlySet<string>;

/**
 * The columns of one subject in the index, one per kind; each is NULL (a list: empty) where the user has
 * no value of that kind. `any` is NULL where there is no value of any kind, or an empty list.
 */
export interface SubjectColumns {
  string: Sql;
  number: Sql;
  boolean: Sql;
  date: Sql;
  list: Sql;
  any: Sql;
}

/** Which control of the builder edits the operand. */
export type Editor =
  | 'none'
  | 'strings'
  | 'string'
  | 'number'
  | 'number-range'
  | 'boolean'
  | 'date'
  | 'date-range'
  | 'span'
  | 'values';

export type Parsed<T> = { ok: true; value: T } | { ok: false; problems: Problem[] };

/**
 * One row of the table that every engine must answer alike. The file of each operator exports one as `examples`:
 * beside the operator, so that no bundle has it. Dates and spans: `now` is 2026-03-29T12:00:00Z and the
 * zone UTC unless given.
 */
export interface Example {
  value?: unknown;
  operand?: unknown;
  expect: boolean;
  now?: string;
  timeZone?: string;
}

/**
 * The whole meaning of one operator in one place. Negation and missing values are not its business:
 * `normalize`, `holds` and `toSql` only ever see a value of one of its kinds (`empty` alone sees missing ones).
 * Methods, not function properties, so that an operator of a narrow operand type fits the list.
 */
export interface Operator<Operand = unknown, Resolved = Operand> {
  /** The kinds it is offered for; only `empty` has several. */
  kinds: readonly Kind[];
  /** As on the wire. */
  name: string;
  /** Labels of the builder; an operator without `not` is not offered negated. */
  /**
   * `after` stands behind the operand (`more than [30 days] ago`), `joint` between its values; it is
   * `or` unless said.
   */
  labels: { plain: string; not?: string; after?: string; joint?: 'and' };
  editor: Editor;
  /** Checks the wire operand and returns it in canonical form. */
  parse(value: unknown, path: Path): Parsed<Operand>;
  /** Canonical operand to the form that engines compare. */
  resolve(operand: Operand, clock: Clock): Resolved;
  /** The span, when the resolved operand moves with `now`. */
  relative?(operand: Operand): Span;
  /**
   * The part of the comparison that looks at the value alone; absent: there is none. It is done once for all
   * conditions on a value of a person whose operators have this same function.
   */
  normalize?(value: TypedValue): Compared;
  /** True when the typed value, normalized, satisfies the resolved operand. */
  holds(value: Compared | undefined, operand: Resolved): boolean;
  /** The same as an SQL predicate; it may be NULL, which counts as false. */
  toSql(columns: SubjectColumns, operand: Resolved): Sql;
  /**
   * The values at which its answer can change; between two that follow each other it is the same (of texts
   * and of elements of a list: for all others). What can never match is found out with them. Absent where
   * no such values say it all, as for a text in another text.
   */
  boundaries?(operand: Operand, resolved: Resolved): readonly (Scalar | Instant)[];
  /** The operand in words: `Pro or Team`, `30 days`. */
  describe(operand: Operand): string;
}
