import { escapePattern, type Language, type TextOperator } from '../language.ts';

/** A query of MongoDB, for sift and mingo. */
export type MongoQuery = Record<string, unknown>;

/** MongoDB's queries know types; what is asked of a value is asked of each element of a list, too. */
export const mongo: Language<MongoQuery> = {
  all: (rules) => ({ $and: rules }),
  any: (rules) => ({ $or: rules }),
  not: (rule) => ({ $nor: [rule] }),
  test(test) {
    const { field } = test;
    switch (test.type) {
      case 'text': {
        if (test.operator === 'is') return { [field]: { $in: test.values } };
        // With `u` letter case is folded as we do.
        return { [field]: new RegExp(toPattern(test.operator, test.values), 'iu') };
      }
      case 'number':
        return { [field]: { [`$${test.operator}`]: test.value } };
      case 'boolean':
        return { [field]: { $eq: test.value } };
      case 'list':
        return { [field]: { [test.operator === 'includesAny' ? '$in' : '$all']: test.values } };
    }
  },
  differs(test) {
    if (test.type === 'list') return 'takes a text for a list';
    if (test.type === 'text') return 'takes a list for its elements';
    return undefined;
  },
};

/** A regular expression of the texts, any of which may match. */
export function toPattern(
  operator: Exclude<TextOperator, 'is'>,
  values: readonly string[],
): string {
  const texts = values.map(escapePattern).join('|');
  if (operator === 'startsWith') return `^(?:${texts})`;
  return operator === 'endsWith' ? `(?:${texts})$` : texts;
}
