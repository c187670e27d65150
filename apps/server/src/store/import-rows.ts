import type { Instant, Kind, Value } from '@muster/conditions';
import type { ImportFormat, ImportNotation, ImportTarget } from '@muster/protocol';
import type { Stamped } from '../modules/profiles/profile-document.ts';

/** An imported file, without what was chosen for it. */
export interface ImportRow {
  /** Of the import, in the whole store. */
  number: number;
  project: number;
  id: string;
  status: 'draft' | 'running' | 'done' | 'failed' | 'cancelled';
  name: string;
  description: string;
  fileName: string;
  fileBytes: number;
  /** SHA-256 of the file, in hex. */
  contentHash: string;
  /** Data rows in the file. */
  totalRows: number;
  createdAt: Instant;
  createdBy: string;
  /** When it was first run, unlike any other of the project: what it sets is stamped with it. */
  startedAt?: Instant;
  endedAt?: Instant;
  segmentId?: string;
  failure?: string;
  undo?: ImportUndo;
  /** Names of users who were erased since; the file has still to be looked through for them. */
  erased?: string[];
}

/** How far the undoing of an import is. */
export interface ImportUndo {
  state: 'running' | 'done' | 'failed';
  at: Instant;
  by: string;
  restored: number;
  removed: number;
  kept: number;
  failure?: string;
}

/** A column of the file, as it was found to be. */
export interface ImportColumn {
  name: string;
  samples: string[];
  kind: Kind;
  /** How all of it is written, where that is not as JSON and ISO-8601 do. */
  notation?: ImportNotation;
  filled: number;
  /** Its name in the header is that of a column before it. */
  isRepeated?: true;
}

/** What was found in the file and chosen for it. */
export interface ImportSettings {
  detected: ImportFormat;
  format: ImportFormat;
  columns: ImportColumn[];
  warnings: string[];
  identifier: { column: number; matches: 'id' | 'email' } | null;
  /** By the index of the column; that of the identifier is not looked at. */
  targets: ImportTarget[];
  options: {
    createUsers: boolean;
    updateUsers: boolean;
    blanks: 'keep' | 'clear';
    segment: { name: string } | null;
  };
  /** What the last validation found, of these settings. */
  validation?: ImportValidation;
}

export interface ImportValidation {
  rows: number;
  creates: number;
  updates: number;
  skips: number;
  refused: number;
  reasons: ReasonCount[];
  issues: ImportIssue[];
}

export interface ReasonCount extends Pick<ImportIssue, 'reason' | 'column' | 'scope'> {
  count: number;
}

/** A row, or one cell of it, that was not taken; or something to know about it. */
export interface ImportIssue {
  /** 1 for the first data row. */
  row: number;
  /** Empty when it is about the row. */
  column: string;
  /** As it stands in the file, cut. */
  value: string;
  reason: string;
  scope: 'row' | 'cell' | 'note';
}

/** The same as it is kept. */
export interface KeptIssue extends ImportIssue {
  /** The id that the row gives its user: when she is erased, the value goes. */
  about?: string;
}

/** How far a run is: everything up to `row` is applied, each of those rows counted once. */
export interface ImportProgress {
  row: number;
  created: number;
  updated: number;
  unchanged: number;
  skipped: number;
  refused: number;
  /** How many issues are kept. */
  issues: number;
}

/** What an import did to one user, so that it can be undone. */
export type ImportChange =
  | { type: 'created' }
  | {
      type: 'updated';
      /** What was there before; null: nothing. */
      native: Partial<Record<'name' | 'email' | 'language', Stamped<string> | null>>;
      attributes: Map<string, Stamped<Value> | null>;
    };
