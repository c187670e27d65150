import type { Value } from '@muster/conditions';

/** Excel takes a file without it for one in the code page of the machine. */
export const byteOrderMark = '\uFEFF';

/** What spreadsheets take for the beginning of a formula, also behind a tab or line break. */
const formulaStart = /^[=+\-@\t\r]/;

/** One line of CSV (RFC 4180); a list is written as JSON, a missing value as nothing. */
export function toCsvLine(values: readonly (Value | null)[]): string {
  return `${values.map(toCell).join(',')}\r\n`;
}

function toCell(value: Value | null): string {
  if (value === null) return '';
  if (typeof value !== 'string') {
    return Array.isArray(value) ? quote(JSON.stringify(value)) : String(value);
  }
  // Only text can be a formula: a number of ours that begins with "-" is one.
  return quote(formulaStart.test(value) ? `'${value}` : value);
}

function quote(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
