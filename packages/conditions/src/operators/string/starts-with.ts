import { foldCase } from '../../fold-case.ts';
import type { Operator } from '../../operator.ts';
import { showValue } from '../join-words.ts';
import { parseText } from '../operand.ts';
import { affixSql } from './affix.ts';

/** The text begins with the operand, whatever the letter case. */
export const startsWith: Operator<string> = {
  kinds: ['string'],
  name: 'startsWith',
  labels: { plain: 'starts with' },
  editor: 'string',
  parse: parseText,
  resolve: foldCase,
  holds: (value, affix) => foldCase(value as string).startsWith(affix),
  toSql: ({ string: column }, affix) => affixSql('startsWith', column, affix),
  describe: showValue,
  examples: [],
};
