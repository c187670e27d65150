import type { Example, Operator } from '../operator.ts';
import { sql } from '../sql.ts';
import { refuseOperand } from './operand.ts';

/**
 * No value at all, or `''`, or `[]`. It is asked of the raw value, whatever its type: a number is
 * not an empty string because the condition says `string`.
 */
export const empty: Operator<undefined> = {
  kinds: ['string', 'number', 'boolean', 'date', 'list'],
  name: 'empty',
  labels: { plain: 'is empty', not: 'is not empty' },
  editor: 'none',
  parse: (value, path) =>
    value === undefined
      ? { ok: true, value }
      : refuseOperand(path, 'operand_unexpected', 'This operator takes no value.'),
  resolve: () => undefined,
  boundaries: () => [],
  holds: (value) =>
    value === undefined || value === '' || (Array.isArray(value) && value.length === 0),
  // An empty list has no value in the index, so that nothing but the empty string is left to ask for.
  toSql: ({ any, string }) => sql`(isNull(${any}) OR ifNull(${string} = '', 0))`,
  describe: () => '',
};

export const examples: readonly Example[] = [
  { expect: true },
  { value: '', expect: true },
  { value: [], expect: true },
  { value: ' ', expect: false },
  { value: '\0', expect: false },
  { value: 'null', expect: false },
  { value: '[]', expect: false },
  { value: 0, expect: false },
  { value: -0, expect: false },
  { value: 5, expect: false },
  { value: false, expect: false },
  { value: true, expect: false },
  { value: [''], expect: false },
  { value: [0], expect: false },
  { value: [false], expect: false },
  { value: 'x', expect: false },
  { value: '2026-03-29', expect: false },
  { value: '2026-02-30', expect: false },
];
