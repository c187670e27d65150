import type { Instant, Value } from '@muster/conditions';
import type { ImportNotation } from '@muster/protocol';
import type { ImportIssue } from '../../store/import-rows.ts';
import type { CellKind } from '../load/column-types.ts';

/** What becomes of the rows of one import: plain data, which another thread can take. */
export interface ImportPlan {
  /** Of the import, in the store and in conditions. */
  number: number;
  id: string;
  /** Shown as Source of what it sets. */
  label: string;
  /** When it was started: the time at which what the file says was true. */
  at: Instant;
  matches: 'id' | 'email';
  /** The header of the column by which users are found. */
  identifier: string;
  createsUsers: boolean;
  updatesUsers: boolean;
  /** Whether a blank cell removes the value that is there. */
  clearsBlanks: boolean;
  columns: readonly PlannedColumn[];
}

/** One column that becomes something. */
export interface PlannedColumn {
  index: number;
  /** As in the header. */
  name: string;
  to: { native: 'name' | 'email' | 'language' } | { key: string };
  kind: CellKind;
  notation?: ImportNotation;
}

/** A cell as it is sent: `''` is blank, `null` was refused. */
export type RawCell = Exclude<Value, boolean[]> | unknown[] | null;

/** One row, read but not checked: JSON. */
export interface RawImportRow {
  row: number;
  /** Of the user, or her address; absent when nothing of the row can be taken. */
  id?: string;
  /** By the columns of the plan. */
  cells?: readonly RawCell[];
  /** What was refused so far, without the number of the row. */
  issues?: readonly RowIssue[];
}

/** An issue of a row whose number is known. */
export type RowIssue = Omit<ImportIssue, 'row'>;
