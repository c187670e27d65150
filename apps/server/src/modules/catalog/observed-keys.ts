import { type Kind, kinds, type Sql, type SubjectColumns, sql } from '@muster/conditions';
import type { CatalogKeyBody } from '@muster/protocol';

/** A key with the kinds that its values have been seen to have. */
export interface ObservedKey {
  key: string;
  kinds: Kind[];
}

/** The types by which the index keeps values, as its paths name them. */
const kindsByType: Readonly<Record<string, Kind>> = {
  String: 'string',
  Float64: 'number',
  Bool: 'boolean',
  'Array(Nullable(String))': 'list',
};

/** Beside a text that reads as a date there is its instant, under the same path with this at its end. */
const dateSuffix = '@date';

/** What `selectPaths` answers. */
export interface PathsRow {
  count: string;
  paths: Record<string, string[]>;
}

/** What `distinctJSONPathsAndTypes` says of a JSON column of the index, by key. */
export function readObservedKeys(typesByPath: Readonly<Record<string, string[]>>): ObservedKey[] {
  const found = new Map<string, Set<Kind>>();
  for (const [path, types] of Object.entries(typesByPath)) {
    const isDate = path.endsWith(dateSuffix);
    const key = decodeURIComponent(isDate ? path.slice(0, -dateSuffix.length) : path);
    const seen = found.get(key) ?? new Set();
    found.set(key, seen);
    for (const type of types) {
      const kind = isDate ? 'date' : kindsByType[type];
      if (kind !== undefined) seen.add(kind);
    }
  }
  return [...found].map(([key, seen]) => ({ key, kinds: kinds.filter((kind) => seen.has(kind)) }));
}

/** Whether a row has a value of this kind, as SQL that is never NULL. */
export function hasKind(columns: SubjectColumns, kind: Kind): Sql {
  return kind === 'list' ? sql`notEmpty(${columns.list})` : sql`isNotNull(${columns[kind]})`;
}

/** What the data says of a key. */
export type KeyCounts = Omit<CatalogKeyBody, 'hidden' | 'description'>;

/** A key with how often each kind was counted, or nothing when it was never there. */
export function toKeyCounts(
  key: string,
  counted: readonly { kind: Kind; count: number }[],
): KeyCounts | undefined {
  const present = counted.filter(({ count }) => count > 0).sort((a, b) => b.count - a.count);
  if (present.length === 0) return undefined;
  // A date of an attribute is counted as the text that it is, too; a native one has no text.
  const own = present.filter(({ kind }) => kind !== 'date');
  const count = (own.length > 0 ? own : present).reduce((sum, each) => sum + each.count, 0);
  return { key, count, kinds: present, mixed: own.length > 1 };
}

/** Most frequent first; keys of one count by name. */
export function compareKeys(a: KeyCounts, b: KeyCounts): number {
  return b.count - a.count || (a.key < b.key ? -1 : 1);
}
