import { checkKey, maxKeysPerEvent, maxKeysPerProfile } from '@muster/conditions';
import type { ColumnTypeFinder } from './column-types.ts';
import { type ColumnType, LoadError, type LoadOptions } from './load-options.ts';

/** One column that becomes an attribute or a property. */
export interface ValueColumn {
  index: number;
  /** As the header has it. */
  column: string;
  /** The key it fills. */
  key: string;
  type: ColumnType;
}

/** Which column of a table is what. */
export interface ColumnPlan {
  columns: readonly string[];
  idIndex: number;
  /** Of `events` only. */
  timestampIndex: number | undefined;
  values: readonly ValueColumn[];
}

const nativeKeys = ['name', 'email', 'language'] as const;

/** The names in a header; a column without one is called by its place. */
export function nameColumns(header: readonly string[]): string[] {
  const columns = header.map((name, index) => (name === '' ? `column ${index + 1}` : name));
  const repeated = columns.find((name, index) => columns.indexOf(name) !== index);
  if (repeated !== undefined) {
    throw new LoadError(`Two columns are called ${quote(repeated)}; give each a name of its own.`);
  }
  return columns;
}

/** Matches options and header. Throws a `LoadError` that lists the columns when they do not fit. */
export function planColumns(
  columns: readonly string[],
  options: LoadOptions,
  types: ColumnTypeFinder,
): ColumnPlan {
  const idIndex = requireColumn(columns, options.id, 'id', 'holds the user id');
  const timestampIndex =
    options.source === 'events'
      ? requireColumn(columns, options.timestamp, 'timestamp', 'holds the time of the event')
      : undefined;
  const left = new Set<number>([idIndex]);
  if (timestampIndex !== undefined) left.add(timestampIndex);
  for (const name of options.skip ?? []) left.add(findColumn(columns, name, 'skip'));
  const nativeByIndex = findNativeColumns(columns, options);
  for (const name of options.types?.keys() ?? []) findColumn(columns, name, 'type');
  const values: ValueColumn[] = [];
  for (const [index, column] of columns.entries()) {
    if (left.has(index)) continue;
    const key = nativeByIndex.get(index) ?? column;
    values.push({ index, column, key, type: chooseType(column, key, index, options, types) });
  }
  checkKeys(values, options.source === 'events' ? maxKeysPerEvent : maxKeysPerProfile);
  return { columns, idIndex, timestampIndex, values };
}

/** `--email <column>` and its like; events have no such fields. */
function findNativeColumns(columns: readonly string[], options: LoadOptions): Map<number, string> {
  const found = new Map<number, string>();
  for (const key of nativeKeys) {
    const name = options[key];
    if (name === undefined) continue;
    if (options.source === 'events') {
      throw new LoadError(`--${key} is for --source csv: events have properties only.`);
    }
    found.set(findColumn(columns, name, key), key);
  }
  return found;
}

function chooseType(
  column: string,
  key: string,
  index: number,
  options: LoadOptions,
  types: ColumnTypeFinder,
): ColumnType {
  const chosen = options.types?.get(column);
  if (chosen !== undefined) return chosen;
  // Native fields are texts, though all names in a file may look like numbers.
  const isNative = options.source === 'csv' && nativeKeys.some((native) => native === key);
  return isNative ? 'string' : types.typeOf(index);
}

function checkKeys(values: readonly ValueColumn[], maxKeys: number): void {
  for (const { column, key } of values) {
    const checked = checkKey(key);
    if (!checked.ok) throw new LoadError(`Column ${quote(column)}: ${checked.message}`);
    const other = values.find((value) => value.key === key && value.column !== column);
    if (other) {
      const both = `${quote(column)} and ${quote(other.column)}`;
      throw new LoadError(`Both columns ${both} would fill ${quote(key)}; skip one of them.`);
    }
  }
  if (values.length > maxKeys) {
    throw new LoadError(
      `The table has ${values.length} columns of values; at most ${maxKeys} can be kept. Leave some out with --skip.`,
    );
  }
}

function requireColumn(
  columns: readonly string[],
  name: string | undefined,
  option: string,
  what: string,
): number {
  if (name !== undefined) return findColumn(columns, name, option);
  throw new LoadError(`Say with --${option} which column ${what}. ${listColumns(columns)}`);
}

function findColumn(columns: readonly string[], name: string, option: string): number {
  const index = columns.indexOf(name.trim());
  if (index >= 0) return index;
  throw new LoadError(`--${option}: there is no column ${quote(name)}. ${listColumns(columns)}`);
}

function listColumns(columns: readonly string[]): string {
  return `The columns are: ${columns.map((name) => quote(name)).join(', ')}.`;
}

function quote(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}
