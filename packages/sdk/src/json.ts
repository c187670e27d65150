import { each } from './lists.ts';

/** A value as JSON knows it. */
export type Json = null | boolean | number | string | readonly Json[] | JsonRecord;

/** An object of JSON; ours have no prototype, so that `__proto__` is a key like any other. */
export interface JsonRecord {
  readonly [key: string]: Json | undefined;
}

/**
 * The JSON text of a value. Written by hand since pages replace `JSON.stringify` or give
 * `Array.prototype` a `toJSON` (Prototype.js), and what goes out must not depend on the page.
 * Surrogates are escaped: a lone one then reaches the server as it is, to be refused by key.
 */
export function writeJson(value: Json | undefined): string {
  if (typeof value === 'string') return quote(value);
  if (typeof value !== 'object' || value === null) return `${value}`;
  let text = '';
  if (Array.isArray(value)) {
    each(value as readonly Json[], (item, i) => {
      text += (i ? ',' : '') + writeJson(item);
    });
    return `[${text}]`;
  }
  each(Object.keys(value), (key) => {
    const item = (value as JsonRecord)[key];
    if (item !== undefined) text += `${text && ','}${quote(key)}:${writeJson(item)}`;
  });
  return `{${text}}`;
}

/** Escapes quotes, backslashes, control characters and surrogates, all in the one way. */
function quote(text: string): string {
  const toEscape = (unit: string) => `\\u${(unit.charCodeAt(0) + 65536).toString(16).slice(1)}`;
  return `"${text.replace(/["\\]|[^ -\ud7ff\ue000-\uffff]/g, toEscape)}"`;
}

/** The value that a text of JSON stands for; `undefined` when it is none. */
export function parseJson(text: string | null | undefined): unknown {
  try {
    return JSON.parse(text as string);
  } catch {
    return undefined;
  }
}

/** True for an object that is no list: `[object Object]`, also from another frame. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return nameType(value) === '[object Object]';
}

/** The fields of an object; none of anything else. */
export function toRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** What an error says, whatever a page has thrown. */
export function readMessage(error: unknown): string {
  return `${toRecord(error).message ?? nameType(error)}`;
}

/** What the language calls the value's type, e.g. `[object Date]`. */
export function nameType(value: unknown): string {
  return Object.prototype.toString.call(value);
}
