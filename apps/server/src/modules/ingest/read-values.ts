import { checkKey, checkValue, type Value } from '@muster/conditions';
import { formatKeyPath, type Refusal } from './refusal.ts';

/**
 * The values of an object of raw JSON, each checked on its own; `null` stays `null`. What is not a
 * value is reported and left out.
 */
export function readValues(
  raw: Readonly<Record<string, unknown>>,
  name: 'traits' | 'properties' | 'values',
  report: (refusal: Refusal) => void,
): Map<string, Value | null> {
  const values = new Map<string, Value | null>();
  for (const key of Object.keys(raw)) {
    const rawValue = raw[key];
    const checkedKey = checkKey(key);
    const checked = rawValue === null ? { ok: true as const, value: null } : checkValue(rawValue);
    const refused = checkedKey.ok ? checked : checkedKey;
    if (refused.ok) values.set(key, refused.value);
    else {
      const { code, message } = refused;
      report({ code, message, path: formatKeyPath(name, key), scope: 'key' });
    }
  }
  return values;
}

/** True for what JSON calls an object. */
export function isJsonObject(raw: unknown): raw is Readonly<Record<string, unknown>> {
  return typeof raw === 'object' && raw !== null && !Array.isArray(raw);
}
