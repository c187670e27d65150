import { hash } from 'node:crypto';
import { usersColumns } from '@muster/conditions';

/** A row as an engine gives it back, or as it was written. */
export type RowObject = Readonly<Record<string, unknown>>;

/** The columns of a user that say who she is; the others say how the row came to be. */
export const comparedColumns = Object.keys(usersColumns).filter(
  (name) => !['project', 'number', 'rev', 'deleted'].includes(name),
);

/**
 * The values of a user by column, each as text that is equal exactly when the values are: whether they
 * come from the index or from the line that should be there.
 */
export function toComparable(row: RowObject): Map<string, string> {
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
  const entries = Object.entries(value as object);
  entries.sort(([one], [other]) => (one < other ? -1 : 1));
  return JSON.stringify(entries);
}

/** What differs between two users, in words without their values. */
export function describeDifference(
  expected: ReadonlyMap<string, string>,
  found: ReadonlyMap<string, string>,
): string | undefined {
  const columns = comparedColumns.filter((name) => expected.get(name) !== found.get(name));
  return columns.length === 0 ? undefined : columns.join(', ');
}

/** 64 bits of a digest of an occurrence, of whoever it is. */
export function digestEvent(row: RowObject): [high: number, low: number] {
  const { source, name, timestamp, properties } = row;
  const text = JSON.stringify([source, name, String(timestamp)]) + writeObject(properties);
  const bytes = hash('sha1', text, 'buffer');
  return [bytes.readUInt32LE(0), bytes.readUInt32LE(4)];
}
