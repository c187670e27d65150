import { hash } from 'node:crypto';
import { usersColumns } from '@muster/conditions';

/** A row as an engine gives it back, or as it was written. */
export type RowObject = Readonly<Record<string, unknown>>;

/** The row that should be there; nothing when it cannot be made or is not JSON: no index has it. */
export function readExpectedRow(makeLine: () => string): RowObject | undefined {
  try {
    return JSON.parse(makeLine()) as RowObject;
  } catch {
    return undefined;
  }
}

/** The columns of a user that say who she is; the others say how the row came to be. */
export const comparedColumns = Object.keys(usersColumns).filter(
  (name) => !['project', 'number', 'rev', 'deleted'].includes(name),
);

/**
 * The values of a user by column, each as text that is equal exactly when the values are: whether they
 * come from the index or from the line that should be there. Without a row it is equal to none.
 */
export function toComparable(row: RowObject | undefined): Map<string, string> {
  if (row === undefined) return new Map();
  return new Map(comparedColumns.map((name) => [name, writeValue(name, row[name])]));
}

function writeValue(column: string, value: unknown): string {
  const type: string = usersColumns[column as keyof typeof usersColumns];
  // 64-bit integers come back as strings.
  if (type.includes('Int64')) return value === null ? 'null' : String(value);
  return type.startsWith('JSON') ? writeObject(value) : JSON.stringify(value);
}

/** An object of a JSON column; the order of its keys says nothing. */
function writeObject(value: unknown): string {
  const object = value as RowObject;
  const keys = Object.keys(object).sort();
  return JSON.stringify(keys.map((key) => [key, object[key]]));
}

/** What differs between two users, in words without their values. */
export function describeDifference(
  expected: ReadonlyMap<string, string>,
  found: ReadonlyMap<string, string>,
): string | undefined {
  const columns = comparedColumns.filter((name) => expected.get(name) !== found.get(name));
  return columns.length === 0 ? undefined : columns.join(', ');
}

/** 64 bits of a digest of an occurrence, of whoever it is; without a row, of none. */
export function digestEvent(row: RowObject | undefined): [high: number, low: number] {
  if (row === undefined) return [1, 1];
  const { source, name, timestamp, properties } = row;
  const text = JSON.stringify([source, name, String(timestamp)]) + writeObject(properties);
  const bytes = hash('sha1', text, 'buffer');
  return [bytes.readUInt32LE(0), bytes.readUInt32LE(4)];
}
