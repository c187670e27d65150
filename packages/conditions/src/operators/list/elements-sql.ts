import { raw, type Sql, sql, string, strings } from '../../sql.ts';

/** `hasAny` or `hasAll` of a list column; of one element both are `has`, which is faster. */
export function elementsSql(name: 'hasAny' | 'hasAll', column: Sql, tags: readonly string[]): Sql {
  const [first, ...others] = tags;
  if (first !== undefined && others.length === 0) return sql`has(${column}, ${string(first)})`;
  return sql`${raw(name)}(${column}, ${strings(tags)})`;
}
