import { tagScalar } from '../../index-layout.ts';
import type { Operator } from '../../operator.ts';
import type { Scalar } from '../../profile.ts';
import { sql, strings } from '../../sql.ts';
import { joinWords } from '../join-words.ts';
import { parseListOf, parseScalar } from '../operand.ts';
import { hasText, sortTexts } from '../sorted-texts.ts';

/** The list has one of the operand’s values; `5` and `"5"` are two. */
export const includesAny: Operator<Scalar[], string[]> = {
  kinds: ['list'],
  name: 'includesAny',
  labels: { plain: 'includes any of', not: 'includes none of' },
  editor: 'values',
  parse: parseListOf(parseScalar),
  resolve: (values) => sortTexts(values.map(tagScalar)),
  holds: (value, tags) => (value as Scalar[]).some((element) => hasText(tags, tagScalar(element))),
  toSql: ({ list: column }, tags) => sql`hasAny(${column}, ${strings(tags)})`,
  describe: (values) => joinWords(values, 'or'),
  examples: [],
};
