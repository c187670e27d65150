import type { Language } from '../language.ts';
import { type MongoQuery, mongo, toPattern } from './mongo.ts';

/** GrowthBook's conditions: MongoDB's words, another meaning of types. */
export const growthbook: Language<MongoQuery> = {
  ...mongo,
  not: (rule) => ({ $not: rule }),
  test(test) {
    const { field } = test;
    if (test.type === 'text' && test.operator !== 'is') {
      return { [field]: { $regexi: toPattern(test.operator, test.values) } };
    }
    // What is missing is null, which is compared as 0.
    if (test.type === 'number') {
      return { [field]: { $exists: true, [`$${test.operator}`]: test.value } };
    }
    return mongo.test(test);
  },
  differs(test) {
    if (test.type === 'number' && test.operator !== 'eq') return 'takes text for a number';
    if (test.type === 'text' && test.operator !== 'is') {
      return 'folds letter case otherwise, and takes other values for text';
    }
    return mongo.differs(test);
  },
};
