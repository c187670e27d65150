import { fieldPath, isFull, joinChoices, type ParseReport, quote, report } from './parse-report.ts';
import type { Path } from './plan.ts';
import { checkKey, isLongerThan } from './value.ts';

/** The known fields of an object of the input; a field that was not given is undefined. */
export type Fields = Readonly<Record<string, unknown>>;

/** Most code points in an id or in the name of an event. */
export const maxIdLength = 512;

/** True for what JSON calls an object. */
function isObject(json: unknown): json is object {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

/**
 * The object's own fields, those it inherits left out; every field that is not `known` is a problem.
 * Undefined when it is no object.
 */
export function parseFields(
  state: ParseReport,
  json: unknown,
  path: Path,
  what: string,
  known: readonly string[],
): Fields | undefined {
  if (!isObject(json)) {
    const message = `Expected ${what} as an object, found ${quote(json)}.`;
    return report(state, { path, code: 'expected_object', message });
  }
  const fields: Record<string, unknown> = Object.create(null);
  for (const name of Object.keys(json)) {
    if (known.includes(name)) fields[name] = (json as Fields)[name];
    else reportUnknownField(state, path, name, what, known);
    if (isFull(state)) break;
  }
  return fields;
}

function reportUnknownField(
  state: ParseReport,
  path: Path,
  name: string,
  what: string,
  known: readonly string[],
): void {
  report(state, {
    path: fieldPath(path, name),
    code: 'unknown_field',
    message: `There is no field ${quote(name)} in ${what}; its fields are ${known.join(', ')}.`,
  });
}

/** A field of the object read without inheriting, before it is known which fields it may have. */
export function readOwn(json: unknown, name: string): unknown {
  return isObject(json) && Object.hasOwn(json, name)
    ? (json as Record<string, unknown>)[name]
    : undefined;
}

/** The field as one of a closed set of words. */
export function parseChoice<T extends string>(
  state: ParseReport,
  value: unknown,
  path: Path,
  choices: readonly T[],
  code = 'unknown_choice',
): T | undefined {
  const choice = choices.find((candidate) => candidate === value);
  if (choice !== undefined) return choice;
  const message = `Expected ${joinChoices(choices)}, found ${quote(value)}.`;
  return report(state, { path, code, message });
}

/** The field as an id or name: non-empty, well-formed, at most `maxIdLength` characters. */
export function parseId(
  state: ParseReport,
  value: unknown,
  path: Path,
  what: string,
): string | undefined {
  const isId =
    typeof value === 'string' &&
    value !== '' &&
    !isLongerThan(value, maxIdLength) &&
    value.isWellFormed();
  if (isId) return value;
  const message = `Expected ${what}, a text of 1 to ${maxIdLength} characters, found ${quote(value)}.`;
  return report(state, { path, code: 'invalid_id', message });
}

/** A key that a value can have; `__proto__` is a key like any other. */
export function parseKey(state: ParseReport, value: unknown, path: Path): string | undefined {
  const checked = checkKey(value);
  if (checked.ok) return checked.key;
  return report(state, { path, code: checked.code, message: checked.message });
}

/** The field `not`: absent or a boolean. */
export function parseNot(
  state: ParseReport,
  value: unknown,
  path: Path,
): { not?: boolean } | undefined {
  if (value === undefined) return {};
  if (typeof value === 'boolean') return { not: value };
  const message = `Expected true or false, found ${quote(value)}.`;
  return report(state, { path: [...path, 'not'], code: 'expected_boolean', message });
}
