import { foldedSql, listSpellings } from '../../fold-case.ts';
import { joinSql, raw, type Sql, sql, string } from '../../sql.ts';

/**
 * `startsWith` or `endsWith` of a text column, whatever the letter case. `affix` is folded. `lower`
 * changes ASCII letters alone, which is all that a few spellings of the affix, or a text of ASCII, need.
 */
export function affixSql(name: 'startsWith' | 'endsWith', column: Sql, affix: string): Sql {
  const call = (text: Sql, end: string) => sql`${raw(name)}(${text}, ${string(end)})`;
  const lower = sql`lower(${column})`;
  const spellings = listSpellings(affix, maxSpellings);
  if (spellings === undefined) {
    return sql`if(isASCII(${column}), ${call(lower, affix)}, ${call(foldedSql(column), affix)})`;
  }
  const calls = spellings.map((spelling) => call(lower, spelling));
  return calls.length === 1 ? joinSql(calls, '') : sql`(${joinSql(calls, ' OR ')})`;
}

/** Beyond it folding the column is faster. */
const maxSpellings = 16;
