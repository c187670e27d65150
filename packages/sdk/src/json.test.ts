import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { type Json, parseJson, writeJson } from './json.ts';

describe('JSON written by hand', () => {
  afterEach(() => {
    Reflect.deleteProperty(Array.prototype, 'toJSON');
    Reflect.deleteProperty(Object.prototype, 'inherited');
  });

  it('says what it was given', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
        const normal = JSON.parse(JSON.stringify(value));
        expect(JSON.parse(writeJson(value as Json))).toEqual(normal);
      }),
    );
  });

  it('keeps every unit of a text, lone surrogates too', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(0xffff)), (units) => {
        const text = String.fromCharCode(...units);
        expect(JSON.parse(writeJson(text))).toBe(text);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: that there are none
        expect(writeJson(text)).not.toMatch(/[\u0000-\u001f\ud800-\udfff]/);
      }),
    );
  });

  it('does not ask a page how lists are written', () => {
    Object.assign(Array.prototype, { toJSON: () => 'broken' });
    expect(writeJson({ list: [1, 'a'] })).toBe('{"list":[1,"a"]}');
  });

  it('knows own keys only, and each of them', () => {
    Object.assign(Object.prototype, { inherited: 1 });
    const record = Object.create(null, { ['__proto__']: { value: 1, enumerable: true } });
    expect(writeJson(record)).toBe('{"__proto__":1}');
    expect(writeJson({ a: undefined, b: null })).toBe('{"b":null}');
  });

  it('reads what is none as nothing', () => {
    expect(parseJson('{"a":')).toBeUndefined();
    expect(parseJson(null)).toBeNull();
    expect(parseJson(undefined)).toBeUndefined();
  });
});
