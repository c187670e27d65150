import { describe, expect, test } from 'vitest';
import { NotationFinder, readNotation } from '../../src/modules/imports/read-notation.ts';

describe('A cell is read as a notation means it', () => {
  test.each([
    ['decimalComma', '12,5', 12.5],
    ['decimalComma', '-1.234,50', -1234.5],
    ['decimalComma', '1\u202f234\u202f567,8', 1_234_567.8],
    ['decimalComma', "1'234", 1234],
    ['decimalComma', '0,07', 0.07],
    ['decimalComma', '1.234', 1234],
    ['decimalComma', '1.23', undefined],
    ['decimalComma', '1.2345,6', undefined],
    ['decimalComma', '1.234 567,8', undefined],
    ['decimalComma', '007,5', undefined],
    ['decimalComma', ',5', undefined],
    ['decimalComma', '12,', undefined],
    ['decimalComma', '12,5 €', undefined],
    ['decimalComma', '99999999999999999,5', undefined],
    ['decimalPoint', '1,234.50', 1234.5],
    ['decimalPoint', '1,234', 1234],
    ['decimalPoint', '12,34', undefined],
    ['decimalPoint', '12.5', 12.5],
    ['dayFirst', '31/12/2024', '2024-12-31'],
    ['dayFirst', '1.2.2024', '2024-02-01'],
    ['dayFirst', '29-02-2023', undefined],
    ['dayFirst', '31/12/24', undefined],
    ['dayFirst', '31/12.2024', undefined],
    ['dayFirst', '31.12.2024 9:05', '2024-12-31T09:05:00'],
    ['dayFirst', '31.12.2024, 14:05:09', '2024-12-31T14:05:09'],
    ['dayFirst', '31.12.2024 25:00', undefined],
    ['monthFirst', '12/31/2024', '2024-12-31'],
    ['monthFirst', '2/1/2024 12:30 AM', '2024-02-01T00:30:00'],
    ['monthFirst', '2/1/2024 2:05:09 p.m.', '2024-02-01T14:05:09'],
    ['monthFirst', '2/1/2024 13:05 PM', undefined],
    ['monthFirst', '2.1.2024', undefined],
  ] as const)('%s: %s', (notation, cell, value) => {
    expect(readNotation(cell, notation)).toBe(value);
  });
});

describe('A column is found to be', () => {
  const find = (cells: readonly string[]) => {
    const finder = new NotationFinder();
    for (const cell of cells) finder.add(['', cell]);
    return finder.notationOf(1);
  };

  test.each([
    ['a decimal comma', ['3', '1.234', '', '12,5'], 'decimalComma'],
    ['thousands by commas', ['12', '1,234', '1,234.5'], 'decimalPoint'],
    ['thousands by commas in one cell', ['1,234,567', '1,234'], 'decimalPoint'],
    ['thousands by spaces', ['1 234', '12 345'], 'decimalComma'],
    ['the day first', ['03/04/2024', '13/04/2024'], 'dayFirst'],
    ['the day first, by points', ['03.04.2024'], 'dayFirst'],
    ['the month first', ['03/04/2024', '03/14/2024'], 'monthFirst'],
    ['text where a comma may be either', ['1,234', '5,678'], undefined],
    ['text where day and month may be either', ['03/04/2024', '12/12/2024'], undefined],
    ['text where both orders occur', ['13/04/2024', '04/13/2024'], undefined],
    ['text where one cell is', ['12,5', 'n/a'], undefined],
    ['text where numbers and dates are mixed', ['3', '13/04/2024'], undefined],
    ['text where it is blank', ['', ''], undefined],
  ] as const)('%s', (_, cells, notation) => {
    expect(find(cells)).toBe(notation);
    expect(find(cells.toReversed())).toBe(notation);
  });
});
