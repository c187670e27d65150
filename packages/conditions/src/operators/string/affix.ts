import { foldedSql, isFoundByAsciiCase } from '../../fold-case.ts';
import { raw, type Sql, sql, string } from '../../sql.ts';

/**
 * `startsWith` or `endsWith` of a text column, whatever the letter case. `affix` is folded. `lower`
 * changes ASCII letters alone, which is all that such an affix, or a text of ASCII, needs.
 */
export function affixSql(name: 'startsWith' | 'endsWith', column: Sql, affix: string): Sql {
  const call = (text: Sql) => sql`${raw(name)}(${text}, ${string(affix)})`;
  const quick = call(sql`lower(${column})`);
  if (isFoundByAsciiCase(affix)) return quick;
  return sql`if(isASCII(${column}), ${quick}, ${call(foldedSql(column))})`;
}
