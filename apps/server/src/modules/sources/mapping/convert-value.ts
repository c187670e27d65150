import { parseIsoDate } from '@muster/conditions';
import type { ValueMapping } from '@muster/protocol';

/** A value as its mapping wishes it, or why it cannot be. */
export type Converted = { ok: true; value: unknown } | { ok: false; message: string };

/** Reads `raw`, which is there and not null, as what the mapping says; what is that already stays. */
export function convertValue(raw: unknown, as: ValueMapping['as'], timeZone: string): Converted {
  const value = typeof raw === 'string' && as !== 'asIs' && as !== 'string' ? raw.trim() : raw;
  switch (as) {
    case 'asIs':
      return { ok: true, value };
    case 'string':
      return isScalar(value) ? { ok: true, value: String(value) } : refuse('no text');
    case 'number':
      return toNumber(value);
    case 'boolean':
      return toBoolean(value);
    case 'date':
      return toDate(value, timeZone);
    case 'list':
      return toList(value);
  }
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

const number = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d{1,3})?$/i;

function toNumber(value: unknown): Converted {
  if (typeof value === 'number') return { ok: true, value };
  if (typeof value !== 'string' || !number.test(value)) return refuse('no number');
  return { ok: true, value: Number(value) };
}

const words = new Map([
  ['true', true],
  ['yes', true],
  ['1', true],
  ['false', false],
  ['no', false],
  ['0', false],
]);

function toBoolean(value: unknown): Converted {
  if (typeof value === 'boolean') return { ok: true, value };
  const found = isScalar(value) ? words.get(String(value).toLowerCase()) : undefined;
  return found === undefined ? refuse('neither true nor false') : { ok: true, value: found };
}

/** Before it a number is taken for seconds: as milliseconds it would be in 1973 or earlier. */
const smallestMs = 1e11;
const digits = /^-?\d{1,16}$/;

function toDate(value: unknown, timeZone: string): Converted {
  if (typeof value === 'string' && parseIsoDate(value, timeZone)) return { ok: true, value };
  const isNumber = typeof value === 'number' || (typeof value === 'string' && digits.test(value));
  if (!isNumber) return refuse('no date');
  const at = new Date(Math.abs(Number(value)) < smallestMs ? Number(value) * 1000 : Number(value));
  return Number.isNaN(at.getTime()) ? refuse('no date') : { ok: true, value: at.toISOString() };
}

function toList(value: unknown): Converted {
  if (Array.isArray(value)) return { ok: true, value };
  if (typeof value === 'number' || typeof value === 'boolean') return { ok: true, value: [value] };
  if (typeof value !== 'string') return refuse('no list');
  const entries = value.split(/[;,]/).map((entry) => entry.trim());
  return { ok: true, value: entries.filter((entry) => entry !== '') };
}

function refuse(what: string): Converted {
  return { ok: false, message: `The value is ${what}.` };
}
