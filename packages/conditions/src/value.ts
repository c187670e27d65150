import { parseIsoDate } from './iso-date.ts';
import type { TypedValue } from './operator.ts';
import type { Scalar, Value } from './profile.ts';
import type { Kind } from './tree.ts';

/** Most Unicode code points in a string value and in a string operand. */
export const maxStringLength = 700;
/** Most Unicode code points in the JSON text of a list value. */
export const maxListJsonLength = 700;
/** Largest magnitude of a number: beyond it integers cannot be kept exactly. */
export const maxNumber = 2 ** 53;
/** Most Unicode code points in a key. */
export const maxKeyLength = 200;
/** Most custom attributes, and most traits, of one profile. */
export const maxKeysPerProfile = 1000;
/** Most properties of one event. */
export const maxKeysPerEvent = 200;

/** Why a value or key is refused; stable, for the API's `rejected` entries. */
export type ValueRefusalCode =
  | 'string_too_long'
  | 'not_well_formed'
  | 'not_finite'
  | 'number_too_large'
  | 'list_too_long'
  | 'unsupported_type'
  | 'key_empty'
  | 'key_too_long';

/** A refusal that a person can act on; the message does not repeat the value. */
export interface ValueRefusal {
  ok: false;
  code: ValueRefusalCode;
  message: string;
}

/**
 * Brings raw JSON into the canonical form that store, index and evaluator share: `-0` becomes `0`,
 * everything else is kept as it is or refused. `null` is no value and is refused here: whoever
 * ingests has taken it for a removal before. Never throws, whatever `raw` is.
 */
export function checkValue(raw: unknown): { ok: true; value: Value } | ValueRefusal {
  if (!Array.isArray(raw)) return checkScalar(raw);
  const list: Scalar[] = [];
  // Each element takes at least two characters of JSON: do not read a huge list to its end.
  if (raw.length > maxListJsonLength) return refuseList();
  for (const element of raw) {
    const checked = checkScalar(element);
    if (!checked.ok) return { ...checked, message: `In a list: ${checked.message}` };
    list.push(checked.value);
  }
  return isLongerThan(JSON.stringify(list), maxListJsonLength)
    ? refuseList()
    : { ok: true, value: list };
}

/** `checkValue` for what may stand in a list: a string, a number or a boolean. */
export function checkScalar(raw: unknown): { ok: true; value: Scalar } | ValueRefusal {
  switch (typeof raw) {
    case 'string':
      return checkString(raw);
    case 'number':
      return checkNumber(raw);
    case 'boolean':
      return { ok: true, value: raw };
    default:
      return refuse(
        'unsupported_type',
        `${nameType(raw)} is not a value; send a string, number, boolean or list of those.`,
      );
  }
}

/** Accepts a well-formed string of at most `maxStringLength` code points; the empty one too. */
export function checkString(raw: string): { ok: true; value: string } | ValueRefusal {
  if (isLongerThan(raw, maxStringLength)) {
    return refuse('string_too_long', `The text is longer than ${maxStringLength} characters.`);
  }
  if (!raw.isWellFormed()) return refuse('not_well_formed', 'The text has a lone surrogate.');
  return { ok: true, value: raw };
}

/** Accepts a finite number up to 2^53 in magnitude; `-0` becomes `0`. */
export function checkNumber(raw: number): { ok: true; value: number } | ValueRefusal {
  if (!Number.isFinite(raw)) return refuse('not_finite', 'The number is not finite.');
  if (Math.abs(raw) > maxNumber) {
    return refuse('number_too_large', 'The number is beyond 2^53 and cannot be kept exactly.');
  }
  return { ok: true, value: raw === 0 ? 0 : raw };
}

/** Checks the key of an attribute, trait or property. `__proto__` is a key like any other. */
export function checkKey(raw: unknown): { ok: true; key: string } | ValueRefusal {
  if (typeof raw !== 'string') return refuse('unsupported_type', 'The key is not a string.');
  if (raw === '') return refuse('key_empty', 'The key is empty.');
  if (isLongerThan(raw, maxKeyLength)) {
    return refuse('key_too_long', `The key is longer than ${maxKeyLength} characters.`);
  }
  if (!raw.isWellFormed()) return refuse('not_well_formed', 'The key has a lone surrogate.');
  return { ok: true, key: raw };
}

/** The kind of a canonical value. A date is a string here: whether text reads as one is asked later. */
export function typeOf(value: Value): Exclude<Kind, 'date'> {
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'string') return 'string';
  return typeof value === 'number' ? 'number' : 'boolean';
}

/**
 * The value as an operator of that kind sees it, or undefined when it is of another type: never
 * coerced. Of kind `date`, a string that `parseIsoDate` reads becomes its instant. Native instants
 * are not read by this function: they are dates already.
 */
export function readAs(
  kind: Kind,
  value: Value | undefined,
  timeZone: string,
): TypedValue | undefined {
  if (value === undefined) return undefined;
  if (kind !== 'date') return typeOf(value) === kind ? value : undefined;
  return typeof value === 'string' ? parseIsoDate(value, timeZone)?.instant : undefined;
}

/** True when the text has more than `limit` code points; looks at no more of it than it must. */
export function isLongerThan(text: string, limit: number): boolean {
  if (text.length <= limit) return false;
  if (text.length > limit * 2) return true;
  let count = 0;
  for (const _ of text) count += 1;
  return count > limit;
}

function refuse(code: ValueRefusalCode, message: string): ValueRefusal {
  return { ok: false, code, message };
}

function refuseList(): ValueRefusal {
  return refuse(
    'list_too_long',
    `The list is longer than ${maxListJsonLength} characters when written as JSON.`,
  );
}

function nameType(raw: unknown): string {
  if (raw === null) return 'null';
  return Array.isArray(raw) ? 'A list' : `A value of type ${typeof raw}`;
}
