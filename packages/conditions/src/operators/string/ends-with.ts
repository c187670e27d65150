import { foldCase } from '../../fold-case.ts';
import type { Operator } from '../../operator.ts';
import { showValue } from '../join-words.ts';
import { parseText } from '../operand.ts';
import { affixSql } from './affix.ts';

/** The text ends with the operand, whatever the letter case. */
export const endsWith: Operator<string> = {
  kinds: ['string'],
  name: 'endsWith',
  labels: { plain: 'ends with' },
  editor: 'string',
  parse: parseText,
  resolve: foldCase,
  holds: (value, affix) => foldCase(value as string).endsWith(affix),
  toSql: ({ string: column }, affix) => affixSql('endsWith', column, affix),
  describe: showValue,
  examples: [],
};
