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
    for (let i = 0; i < value.length; i += 1) text += `${i ? ',' : ''}${writeJson(value[i])}`;
    return `[${text}]`;
  }
  const record = value as JsonRecord;
  const keys = Object.keys(record);
  for (let i = 0; i < keys.length; i += 1) {
    const key = keys[i] as string;
    const item = record[key];
    if (item !== undefined) text += `${text && ','}${quote(key)}:${writeJson(item)}`;
  }
  return `{${text}}`;
}

function quote(text: string): string {
  let quoted = '"';
  let from = 0;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    const isUnsafe = code < 32 || (code >= 0xd800 && code <= 0xdfff);
    if (isUnsafe || code === 34 || code === 92) {
      const escaped = isUnsafe ? `u${(code + 65536).toString(16).slice(1)}` : text.charAt(i);
      quoted += `${text.slice(from, i)}\\${escaped}`;
      from = i + 1;
    }
  }
  return `${quoted}${text.slice(from)}"`;
}

/** The value that a text of JSON stands for; `undefined` when it is none. */
export function parseJson(text: string | null | undefined): unknown {
  try {
    return JSON.parse(text as string);
  } catch {
    return undefined;
  }
}

/** The length in UTF-8 of a text in which surrogates are escaped. */
export function measureBytes(text: string): number {
  let bytes = text.length;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code > 127) bytes += code > 2047 ? 2 : 1;
  }
  return bytes;
}

/** True for an object that is no list: `[object Object]`, also from another frame. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return Object.prototype.toString.call(value) === '[object Object]';
}
