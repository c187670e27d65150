import type { Condition } from './tree.ts';

/** Equal for conditions that say the same, their negation aside. */
export function conditionKey(condition: Condition): string {
  const { not: _, ...plain } = condition;
  return JSON.stringify(plain);
}
