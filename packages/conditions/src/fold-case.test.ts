import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestEngine, type TestEngine } from '../test/chdb.ts';
import { caseFoldingUnicodeVersion } from './case-folding-table.ts';
import { foldCase, foldedSql, listSpellings } from './fold-case.ts';
import { raw, renderSql, sql } from './sql.ts';

const codePoints = Array.from({ length: 0x110000 }, (_, code) => code).filter(
  (code) => code < 0xd800 || code > 0xdfff,
);
const characters = codePoints.map((code) => String.fromCodePoint(code));
const cased = characters.filter((character) =>
  /[\p{Changes_When_Casefolded}\p{Changes_When_Casemapped}]/u.test(character),
);
const isSameUnicode = process.versions.unicode === caseFoldingUnicodeVersion;

describe('the table agrees with the simple case folding of regular expressions', () => {
  test('one stands for each class of characters that match each other', () => {
    const all = cased.join('');
    const wrong = cased.filter((character) => {
      const escaped = `\\u{${character.codePointAt(0)?.toString(16)}}`;
      const matching = all.match(new RegExp(escaped, 'giu')) ?? [];
      const folding = cased.filter((other) => foldCase(other) === foldCase(character));
      // A newer Unicode adds letters, whose case we do not know yet; it never changes one.
      if (!isSameUnicode && foldCase(character) === character && folding.length === 1) return false;
      return matching.join('') !== folding.join('');
    });
    expect(wrong).toEqual([]);
  });

  test('every other character stands for itself', () => {
    const known = new Set(cased);
    const matchesCased = new RegExp(`^[${cased.join('')}]$`, 'iu');
    const wrong = characters.filter(
      (character) =>
        !known.has(character) &&
        (foldCase(character) !== character || matchesCased.test(character)),
    );
    expect(wrong).toEqual([]);
  });
});

test.each([
  ['STRASSE', 'strasse'],
  ['Straße', 'straße'],
  ['ẞ', 'ß'],
  ['İı', 'İı'],
  ['ΣΑΣ', 'σασ'],
  ['ς', 'σ'],
  ['\u212A', 'k'],
  ['ſ', 's'],
  ['ЁЖ', 'ёж'],
  ['É', 'é'],
  ['E\u0301', 'e\u0301'],
  ['𐐀👍🏽', '𐐨👍🏽'],
  ['A\0Z', 'a\0z'],
])('%j folds to %j', (text, folded) => {
  expect(foldCase(text)).toBe(folded);
  expect(foldCase(folded)).toBe(folded);
});

describe('spellings', () => {
  test('of a text are those that fold to it, the case of ASCII aside', () => {
    expect(listSpellings('', 1)).toEqual(['']);
    expect(listSpellings('az@9\0', 1)).toEqual(['az@9\0']);
    expect(listSpellings('ak', 2)).toEqual(['ak', 'a\u212a']);
    expect(listSpellings('σ', 3)).toEqual(['σ', 'Σ', 'ς']);
    expect(listSpellings('sß', 4)).toEqual(['sß', 'sẞ', 'ſß', 'ſẞ']);
    expect(listSpellings('sß', 3)).toBeUndefined();
  });

  test('of a character are its class', () => {
    const wrong = cased.filter((character) => {
      const members = cased.filter((other) => foldCase(other) === foldCase(character));
      const beyondAscii = members.filter((other) => other > '\x7f' || other === foldCase(other));
      const found = listSpellings(foldCase(character), 4) ?? [];
      return found.toSorted().join() !== beyondAscii.toSorted().join();
    });
    expect(wrong).toEqual([]);
  });

  test('only k and s have one beyond ASCII among the ASCII characters', () => {
    const ascii = characters.filter((character) => character <= '\x7f' && !/[A-Z]/.test(character));
    const several = ascii.filter((character) => listSpellings(character, 1) === undefined);
    expect(several).toEqual(['k', 's']);
  });
});

describe('in ClickHouse', () => {
  let engine: TestEngine;
  beforeAll(async () => {
    engine = await openTestEngine();
  });
  afterAll(() => engine.close());

  test('every character folds to the same', async () => {
    const size = 4096;
    const texts = Array.from({ length: Math.ceil(characters.length / size) }, (_, i) =>
      characters.slice(i * size, (i + 1) * size).join(''),
    );
    await engine.execute(
      'CREATE TABLE texts (place UInt32, text Nullable(String)) ENGINE = MergeTree ORDER BY place',
    );
    await engine.insert(
      'texts',
      texts.map((text, place) => JSON.stringify({ place, text })).join('\n'),
    );
    const rows = await engine.query<{ folded: string }>(
      renderSql(sql`SELECT ${foldedSql(raw('text'))} AS folded FROM texts ORDER BY place`),
    );
    const wrong = rows
      .map((row) => row.folded)
      .flatMap((folded, i) => (folded === foldCase(texts[i] ?? '') ? [] : [i]));
    expect({ count: rows.length, wrong }).toEqual({ count: texts.length, wrong: [] });
  });

  test('no text folds to no text', async () => {
    const rows = await engine.query(renderSql(sql`SELECT ${foldedSql(raw('NULL'))} AS folded`));
    expect(rows).toEqual([{ folded: null }]);
  });
});
