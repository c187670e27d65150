import { tagScalar } from '../../index-layout.ts';
import type { Operator } from '../../operator.ts';
import type { Scalar } from '../../profile.ts';
import { sql, strings } from '../../sql.ts';
import { joinWords } from '../join-words.ts';
import { parseListOf, parseScalar } from '../operand.ts';
import { sortTexts } from '../sorted-texts.ts';

/** The list has each of the operand’s values, in any order; `5` and `"5"` are two. */
export const includesAll: Operator<Scalar[], string[]> = {
  kinds: ['list'],
  name: 'includesAll',
  labels: { plain: 'includes all of' },
  editor: 'values',
  parse: parseListOf(parseScalar),
  resolve: (values) => sortTexts(values.map(tagScalar)),
  holds(value, tags) {
    const elements = new Set((value as Scalar[]).map(tagScalar));
    return tags.every((tag) => elements.has(tag));
  },
  toSql: ({ list: column }, tags) => sql`hasAll(${column}, ${strings(tags)})`,
  describe: (values) => joinWords(values, 'and'),
  examples: [],
};
