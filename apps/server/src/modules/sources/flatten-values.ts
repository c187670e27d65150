import { isJsonObject } from '../ingest/read-values.ts';

const maxDepth = 5;
/** A body may nest anything; what is more than this is no profile. */
const maxMembers = 2000;

/**
 * Objects in objects as keys with dots, as the browser SDK makes them: `{plan: {name: 'Pro'}}` is
 * `plan.name`. What is deeper stays as it is, and is refused where it is read.
 */
export function flattenValues(
  raw: Readonly<Record<string, unknown>>,
  prefix = '',
): Record<string, unknown> {
  const flat: Record<string, unknown> = Object.create(null);
  let left = maxMembers;
  const add = (object: Readonly<Record<string, unknown>>, path: string, depth: number) => {
    for (const key of Object.keys(object)) {
      if (left <= 0) return;
      const value = object[key];
      if (isJsonObject(value) && depth < maxDepth) add(value, `${path}${key}.`, depth + 1);
      else {
        flat[`${path}${key}`] = value;
        left -= 1;
      }
    }
  };
  add(raw, prefix, 1);
  return flat;
}
