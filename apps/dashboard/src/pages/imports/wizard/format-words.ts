import type { ImportFormat } from '@muster/protocol';

type Encoding = ImportFormat['encoding'];

/** What people call the encodings. */
export const encodingLabels: Readonly<Record<Encoding, string>> = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16 (little endian)',
  'utf-16be': 'UTF-16 (big endian)',
  'windows-1252': 'Latin-1 (Windows-1252)',
};

/** The delimiters that are offered; any other character can be typed. */
export const delimiterLabels: Readonly<Record<string, string>> = {
  ',': 'Comma  ,',
  ';': 'Semicolon  ;',
  '\t': 'Tab',
  '|': 'Pipe  |',
  ':': 'Colon  :',
  whitespace: 'Blanks',
};

/** What a delimiter is called, also one that is not offered. */
export function describeDelimiter(delimiter: string): string {
  return delimiterLabels[delimiter] ?? `Other  ${delimiter}`;
}

/** The ways of quoting, under the name that a list can hold. */
export const quoteLabels = {
  '"': 'Double quotes  "',
  "'": "Single quotes  '",
  none: 'Nothing is quoted',
} as const;

/** Whether both read a file alike. */
export function isSameFormat(one: ImportFormat, other: ImportFormat): boolean {
  return (
    one.encoding === other.encoding &&
    one.delimiter === other.delimiter &&
    one.quote === other.quote
  );
}
