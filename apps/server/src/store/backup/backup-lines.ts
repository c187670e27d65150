import type { ColumnType, SqlValue } from '../sql-connection.ts';

/** Of the form of the file; a file of a later one is refused. */
export const backupVersion = 1;

/** The first line of a backup. */
export interface BackupHeader {
  format: 'muster backup';
  version: number;
  /** The version of the program that made it. */
  program: string;
  madeAt: string;
}

/** What the store is like; the second line. */
export interface StoreLine {
  /** The steps that its schema is made of, by name and in order. */
  schema: string[];
  /** The last position of the change log. */
  head: number;
}

/** Begins the rows of a table: each that follows is a list of values in the order of the columns. */
export interface TableLine {
  table: string;
  columns: string[];
}

/** Begins a file of the data folder: each text that follows is a piece of it in base64. */
export interface FileLine {
  file: string;
}

/** The last line of a backup. */
export interface EndLine {
  end: true;
  rows: Record<string, number>;
  files: number;
  /** Of everything before this line, in hexadecimal. */
  sha256: string;
}

/** A value of a row as it is in a line. Bytes are in base64. */
export type LineValue = string | number | null;

/** One row as a line has it. */
export type RowLine = LineValue[];

/** One line of a backup. */
export type BackupLine =
  | BackupHeader
  | StoreLine
  | TableLine
  | FileLine
  | EndLine
  | RowLine
  | string;

/** The value as it is written to a line. */
export function toLineValue(value: SqlValue): LineValue {
  return value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value;
}

/** The value of a column that a line has. */
export function toSqlValue(type: ColumnType, value: LineValue): SqlValue {
  return type === 'bytes' && typeof value === 'string' ? Buffer.from(value, 'base64') : value;
}
