import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { ColumnTypeFinder, readCell } from '../../src/modules/load/column-types.ts';
import { readLines } from '../../src/modules/load/read-lines.ts';
import { maxRowLength, normalizeLineEnds, readRows } from '../../src/modules/load/read-rows.ts';
import { detectDelimiter, parseDelimiter } from '../../src/modules/load/table-format.ts';

async function* cut(text: string, sizes: readonly number[]): AsyncGenerator<string, void> {
  let place = 0;
  for (let turn = 0; place < text.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    yield text.slice(place, place + size);
    place += size;
  }
}

async function readAll<T>(batches: AsyncIterable<readonly T[]>): Promise<T[]> {
  const all: T[] = [];
  for await (const batch of batches) all.push(...batch);
  return all;
}

function readTable(text: string, delimiter = ',', sizes: readonly number[] = [text.length + 1]) {
  return readAll(readRows(normalizeLineEnds(cut(text, sizes)), parseDelimiter(delimiter)));
}

const cellsOf = async (text: string, delimiter?: string) =>
  (await readTable(text, delimiter)).map(({ cells }) => cells);

const trimRow = (row: string[]) => row.map((cell) => cell.replace(/\r\n?/g, '\n').trim());
const isFilled = (row: string[]) => row.some((cell) => cell !== '');

describe('readRows', () => {
  it.each([
    [
      'plain',
      'a,b\n1,2\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'no line end at the end',
      'a,b\n1,2',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'line ends of Windows',
      'a,b\r\n"1",2\r\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'line ends of the old Mac',
      'a,b\r1,2\r',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'mixed line ends',
      'a,b\r\n1,"2"\n3,"4"\r\n',
      [
        ['a', 'b'],
        ['1', '2'],
        ['3', '4'],
      ],
    ],
    [
      'quotes, delimiters and line ends in cells',
      'a,b\n"x ""y"", z","1\r\n2"\n',
      [
        ['a', 'b'],
        ['x "y", z', '1\n2'],
      ],
    ],
    [
      'trimmed cells',
      ' a , b\t\n 1 , \n',
      [
        ['a', 'b'],
        ['1', ''],
      ],
    ],
    [
      'blank rows',
      '\na,b\n\n  \n,\n1,2\n\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    ["a byte order mark is the decoder's business", '\ufeffa,b\n', [['a', 'b']]],
    ['rows of other widths', 'a,b\n1\n1,2,3\n', [['a', 'b'], ['1'], ['1', '2', '3']]],
  ])('%s', async (_, text, expected) => {
    expect(await cellsOf(text)).toEqual(expected);
  });

  it('reads columns set with blanks', async () => {
    const text = ' id  date   n  \r\n 00001 19970101  1   11.77\r\n\r\n\t00002\t19970112 5 77.00';
    expect(await cellsOf(text, 'whitespace')).toEqual([
      ['id', 'date', 'n'],
      ['00001', '19970101', '1', '11.77'],
      ['00002', '19970112', '5', '77.00'],
    ]);
  });

  it.each([
    ['a cell that goes on after its quote', '"x" y,"z"'],
    ['a quote that is never closed', '5,"never'],
    ['a quote that the next row would close', '"never,5'],
    ['a stray quote after others', '"x","y"z'],
  ])('%s costs its row and no other', async (_, broken) => {
    const text = `a,b\n1,2\n${broken}\n3,4\n"5","6\n7"\n8,9\n`;
    for (const size of [1, 3, 1000]) {
      const rows = await readTable(text, ',', [size]);
      expect(rows.map(({ cells, problem }) => (problem === undefined ? cells : 'bad'))).toEqual([
        ['a', 'b'],
        ['1', '2'],
        'bad',
        ['3', '4'],
        ['5', '6\n7'],
        ['8', '9'],
      ]);
    }
  });

  it('a quote that is never closed in a large file costs its row and no other', async () => {
    const rest = Array.from({ length: 200_000 }, (_, index) => `${index},value ${index}`);
    const rows = await readTable(`a,b\n"x,y\n${rest.join('\n')}\n`, ',', [65_536]);
    expect(rows).toHaveLength(200_002);
    expect(rows.filter(({ problem }) => problem !== undefined)).toHaveLength(1);
    expect(rows[1]?.problem).toContain('never closed');
  });

  it('refuses a line without end instead of filling the memory', async () => {
    const text = `a,b\n1,${'x'.repeat(maxRowLength + 1)}`;
    await expect(readTable(text, ',', [65_536])).rejects.toThrow('A line is longer than');
  });

  it('reads the same however the text is cut, and the same as Papa Parse', async () => {
    const cell = fc.oneof(
      fc.constantFrom('', ' ', '"', '\n', '\r\n', ',', 'a"b', 'é', '😀', 'x,y', '"\n"', '1.5'),
      fc.string({ unit: 'grapheme', maxLength: 4 }),
    );
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 3 }), { maxLength: 8 });
    const sizes = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 4 });
    const newlines = fc.constantFrom('\n', '\r\n');
    await fc.assert(
      fc.asyncProperty(table, sizes, newlines, async (rows, cuts, newline) => {
        const text = Papa.unparse(rows, { newline });
        const whole = await readTable(text);
        const { data } = Papa.parse<string[]>(text);
        expect(whole).toEqual(
          data
            .map(trimRow)
            .filter(isFilled)
            .map((cells) => ({ cells })),
        );
        expect(await readTable(text, ',', cuts)).toEqual(whole);
        expect(whole).toEqual(
          rows
            .map(trimRow)
            .filter(isFilled)
            .map((cells) => ({ cells })),
        );
      }),
      { numRuns: 500 },
    );
  });
});

describe('readLines', () => {
  it('reads the same however the text is cut', async () => {
    const text = '{"a":1}\n\n{"b":2}\nlast';
    for (let size = 1; size <= text.length; size += 1) {
      expect(await readAll(readLines(cut(text, [size])))).toEqual([
        '{"a":1}',
        '',
        '{"b":2}',
        'last',
      ]);
    }
  });

  it('refuses a line without end', async () => {
    const text = `ok\n${'x'.repeat(maxRowLength + 1)}`;
    await expect(readAll(readLines(cut(text, [65_536])))).rejects.toThrow('Line 2 is longer');
  });
});

describe('detectDelimiter', () => {
  it.each([
    ['a,b,c\n1,2,3\n', ','],
    ['a;b;c\n1,5;2,5;3,5\n', ';'],
    ['a\tb\n1 x\t2\n', '\t'],
    ['a|b|c\n1,1|2,2|3,3\n', '|'],
    ['id,"note; with; others"\n1,"x;y;z"\n', ','],
    ['name,city\n"Doe, J",Paris\n', ','],
    ['single\n1\n2\n', ','],
  ])('%j', (head, character) => {
    expect(detectDelimiter(head)).toEqual({ type: 'character', character });
  });

  it('takes blanks where there is none of the usual', () => {
    expect(detectDelimiter(' customer_id  date\n 00001 19970101\n')).toEqual({
      type: 'whitespace',
    });
  });
});

describe('parseDelimiter', () => {
  it('knows names and characters', () => {
    expect(parseDelimiter('tab')).toEqual({ type: 'character', character: '\t' });
    expect(parseDelimiter('\\t')).toEqual({ type: 'character', character: '\t' });
    expect(parseDelimiter('§')).toEqual({ type: 'character', character: '§' });
    expect(parseDelimiter('whitespace')).toEqual({ type: 'whitespace' });
  });

  it.each(['', '"', '\n', ',,'])('refuses %j', (text) => {
    expect(() => parseDelimiter(text)).toThrow('is not one character');
  });
});

describe('the type of a column', () => {
  it.each([
    [['1', '2', '3'], 'number'],
    [['1', '', '-2.50', '0', '0.5'], 'number'],
    [['1', '2', 'n/a'], 'string'],
    [['007', '1'], 'string'],
    [['1e5'], 'string'],
    [['0x10'], 'string'],
    [['.5'], 'string'],
    [['5.'], 'string'],
    [['+5'], 'string'],
    [['1,000'], 'string'],
    [['9007199254740992'], 'number'],
    [['9007199254740993'], 'string'],
    [['Infinity'], 'string'],
    [['true', 'FALSE', ''], 'boolean'],
    [['true', 'yes'], 'string'],
    [['true', '1'], 'string'],
    [['Yes', 'No'], 'string'],
    [['', ''], 'string'],
    [['2026-03-29'], 'string'],
  ] as const)('%j is %s', (cells, expected) => {
    const finder = new ColumnTypeFinder(['number', 'boolean']);
    for (const cell of cells) finder.add(['x', cell]);
    expect(finder.typeOf(1)).toBe(expected);
  });

  it.each([
    ['-2.50', 'number', -2.5],
    ['-0', 'number', -0],
    ['n/a', 'number', undefined],
    ['9007199254740993', 'number', undefined],
    ['True', 'boolean', true],
    ['FALSE', 'boolean', false],
    ['0', 'boolean', undefined],
    ['007', 'string', '007'],
  ] as const)('reads %s as %s', (cell, type, expected) => {
    expect(readCell(cell, type)).toBe(expected);
  });
});
