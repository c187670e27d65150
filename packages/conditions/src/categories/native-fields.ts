import type { usersColumns } from '../index-layout.ts';
import type { Kind, NativeKey } from '../tree.ts';

/** A field that every user has a place for. Its kind is fixed, unlike an attribute's. */
export interface NativeField {
  /** As on the wire. */
  key: NativeKey;
  label: string;
  kind: Kind;
  /** Its column of the index's `users`. */
  column: keyof typeof usersColumns;
}

/** All native fields, in the order in which they are offered. */
export const nativeFields: readonly NativeField[] = [
  { key: 'id', label: 'Id', kind: 'string', column: 'id' },
  { key: 'name', label: 'Name', kind: 'string', column: 'name' },
  { key: 'email', label: 'Email', kind: 'string', column: 'email' },
  { key: 'language', label: 'Language', kind: 'string', column: 'language' },
  { key: 'firstSeen', label: 'First seen', kind: 'date', column: 'first_seen' },
  { key: 'lastActivity', label: 'Last activity', kind: 'date', column: 'last_activity' },
  { key: 'created', label: 'Created', kind: 'date', column: 'created' },
  { key: 'sessions', label: 'Sessions', kind: 'number', column: 'sessions' },
  { key: 'tags', label: 'Tags', kind: 'list', column: 'tags' },
];

const fieldsByKey = new Map<string, NativeField>(nativeFields.map((field) => [field.key, field]));

/** The native field of that key, or undefined when there is none. */
export function findNativeField(key: string): NativeField | undefined {
  return fieldsByKey.get(key);
}
