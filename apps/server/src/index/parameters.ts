import type { SqlParameter, Statement } from '@muster/conditions';
import { writeSettings } from './settings.ts';

/**
 * One `SET` for the parameters of a statement and for settings. Parameters bound by chDB's own call
 * are serialised process-wide; those of a session are not.
 */
export function writeSet(
  parameters: readonly SqlParameter[],
  settings: Readonly<Record<string, number | string>>,
): string {
  const values = parameters.map((one, i) => `param_p${i} = '${escapeText(writeParameter(one))}'`);
  return `SET ${[...values, writeSettings(settings)].join(', ')}`;
}

/**
 * The statement's text with its parameters as literals, for those too long to travel beside it. The
 * text has no user input in it, so every placeholder is one of ours.
 */
export function inlineParameters({ text, parameters }: Statement): string {
  return text.replace(/\{p(\d+):[^}]+\}/g, (placeholder, place: string) => {
    const parameter = parameters[Number(place)];
    if (parameter === undefined) throw new RangeError(`${placeholder} has no value`);
    return `_CAST(${writeLiteral(parameter)}, '${parameter.type}')`;
  });
}

function writeLiteral(parameter: SqlParameter): string {
  const text = writeParameter(parameter);
  return typeof parameter.value === 'string' ? `'${text}'` : text;
}

/** The text that ClickHouse parses as the value of a parameter: escaped text, or a literal of an array. */
export function writeParameter({ type, value }: SqlParameter): string {
  if (typeof value === 'string') {
    if (type !== 'String') throw new TypeError(`A parameter of type ${type} cannot be a string`);
    return escapeText(value);
  }
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return writeNumber(value);
  const elements = value.map((one) =>
    typeof one === 'string' ? `'${escapeText(one)}'` : writeNumber(one),
  );
  return `[${elements.join(',')}]`;
}

function writeNumber(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`${value} cannot be a parameter`);
  return Object.is(value, -0) ? '0' : String(value);
}

const escapes = new Map([
  ['\\', '\\\\'],
  ["'", "\\'"],
  ['\0', '\\0'],
  ['\b', '\\b'],
  ['\f', '\\f'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

/** One layer of escaping, the same for escaped text and for a quoted literal: `\'` reads as `'` in both. */
function escapeText(text: string): string {
  return text.replace(/[\\'\0\b\f\n\r\t]/g, (character) => escapes.get(character) ?? character);
}
