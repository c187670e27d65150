import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestEngine, type TestEngine } from '../../../test/chdb.ts';
import { holdsFor, toCompared } from '../../holds.ts';
import { nativeColumns } from '../../index-layout.ts';
import type { Operator } from '../../operator.ts';
import { renderSql, sql } from '../../sql.ts';
import { contains } from './contains.ts';
import { endsWith } from './ends-with.ts';
import { is } from './is.ts';
import { startsWith } from './starts-with.ts';

/** Characters that engines fold, escape or cut differently, with the ASCII that they meet. */
const characters = [
  ...['a', 'A', 'k', 'K', '\u212a', 's', 'S', 'ſ', 'i', 'I', 'İ', 'ı', 'ß', 'ẞ', 'Σ', 'σ', 'ς'],
  ...['é', 'É', '\u0301', 'ǅ', 'ǆ', 'µ', 'μ', 'ꭰ', 'Ꭰ', '𐐀', '𐐨', '👍', '🏽', '日', 'ﬁ', 'Ж', 'ж'],
  ...['\0', '\n', '\\', "'", '"', '%', '_', '@', '.', ' ', '0', 'z', 'Z', '\u007f', '\u0080'],
];
const arbitraryText = (maxLength: number) =>
  fc.oneof(
    fc.array(fc.constantFrom(...characters), { maxLength }).map((parts) => parts.join('')),
    fc.string({ maxLength }),
    fc.string({ unit: 'binary', maxLength }),
  );

describe('text operators agree with ClickHouse on any text', () => {
  // A fixed seed: an operand that was found to differ, differs again.
  const texts = [
    ...fc.sample(arbitraryText(6), { numRuns: 3000, seed: 1 }),
    ...['sSſssſſS', 'xſSſſſſſſſ', 'SSSSSSSSx', 'ΣÅς\u212bσå', 'éKASΒ\u212aaſ'],
  ];
  let engine: TestEngine;

  beforeAll(async () => {
    engine = await openTestEngine();
    await engine.execute(
      'CREATE TABLE texts (place UInt32, text Nullable(String)) ENGINE = MergeTree ORDER BY place',
    );
    const rows = texts.map((text, place) => JSON.stringify({ place, text }));
    await engine.insert('texts', [...rows, '{"place": 1000000, "text": null}'].join('\n'));
  });
  afterAll(() => engine.close());

  async function selectTexts(operator: Operator, operand: unknown): Promise<string[]> {
    const columns = nativeColumns('string', 'text');
    const resolved = operator.resolve(operand, { now: 0, timeZone: 'UTC' });
    const rows = await engine.query<{ text: string }>(
      renderSql(
        sql`SELECT text FROM texts WHERE ${operator.toSql(columns, resolved)} ORDER BY place`,
      ),
    );
    return rows.map(({ text }) => text);
  }

  async function compare(operator: Operator, operand: unknown): Promise<void> {
    const resolved = operator.resolve(operand, { now: 0, timeZone: 'UTC' });
    const matching = texts.filter((text) =>
      holdsFor(operator, resolved, toCompared(operator, text)),
    );
    expect(await selectTexts(operator, operand)).toEqual(matching);
  }

  test.each<Operator>([is, contains])('$name', async (operator) => {
    const operands = fc.oneof(
      fc.array(arbitraryText(3), { minLength: 1, maxLength: 4 }),
      fc.array(fc.constantFrom(...texts), { minLength: 1, maxLength: 4 }),
    );
    await fc.assert(
      fc.asyncProperty(operands, (operand) => compare(operator, operand)),
      { numRuns: 200 },
    );
  });

  test.each<Operator>([startsWith, endsWith])('$name', async (operator) => {
    await fc.assert(
      fc.asyncProperty(arbitraryText(3), (operand) => compare(operator, operand)),
      { numRuns: 200 },
    );
  });

  test.each([
    ['7 spellings of s', 'sssssss'],
    ['8 of s, too many', 'ssssssss'],
    ['letters of three spellings', 'σåσåσ'],
    ['ASCII beside them', 'kasβkas'],
  ])('many: %s', async (_, text) => {
    for (const operator of [contains, startsWith, endsWith]) {
      for (let length = 1; length <= text.length; length += 1) {
        const part = text.slice(0, length);
        await compare(operator, operator === contains ? [part, 'aK'] : part);
      }
    }
  });

  test.each([254, 255, 256, 511, 5000])('%i texts in one operand', async (count) => {
    const ascii = Array.from({ length: count }, (_, i) => `${i}z`);
    const others = Array.from({ length: count }, (_, i) => `é${i}`);
    for (const operator of [is, contains]) {
      // The last is the only one that is found.
      await compare(operator, [...ascii.slice(1), texts.find((text) => text.length > 1)]);
      await compare(operator, [...others.slice(1), 'ſ']);
    }
  });
});
