/**
 * The offset at which a text stops being JSON, its length when it ends too early, or `undefined`
 * when it is JSON. The engine's own messages tell the place only sometimes, and quote the text.
 */
export function findJsonError(text: string): number | undefined {
  /** What encloses the place: the ends that are awaited. */
  const ends: ('}' | ']')[] = [];
  let place = skipBlanks(text, 0);
  let expects: 'value' | 'value or end' | 'key' | 'key or end' | 'separator' = 'value';
  for (;;) {
    const char = text[place];
    const end = ends.at(-1);
    if (expects === 'separator') {
      if (end === undefined) return place === text.length ? undefined : place;
      if (char !== ',' && char !== end) return place;
      if (char === end) ends.pop();
      else expects = end === '}' ? 'key' : 'value';
      place += 1;
    } else if (char === end && expects.endsWith('end')) {
      ends.pop();
      expects = 'separator';
      place += 1;
    } else if (expects.startsWith('key')) {
      const key = scanString(text, place);
      if (!key.ok) return key.place;
      place = skipBlanks(text, key.place);
      if (text[place] !== ':') return place;
      expects = 'value';
      place += 1;
    } else if (char === '{' || char === '[') {
      ends.push(char === '{' ? '}' : ']');
      expects = char === '{' ? 'key or end' : 'value or end';
      place += 1;
    } else {
      const scalar = char === '"' ? scanString(text, place) : scanWord(text, place);
      if (!scalar.ok) return scalar.place;
      expects = 'separator';
      place = scalar.place;
    }
    place = skipBlanks(text, place);
  }
}

/** Where it ends, or where it breaks. */
type Scanned = { ok: boolean; place: number };

const blanks = /[ \t\r\n]*/y;
const word = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what JSON forbids in a string.
const plainCharacters = /[^"\\\u0000-\u001f]*/y;
const escaped = /\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4})/y;

function skipBlanks(text: string, place: number): number {
  return place + match(blanks, text, place);
}

function scanWord(text: string, place: number): Scanned {
  const length = match(word, text, place);
  return { ok: length > 0, place: place + length };
}

function scanString(text: string, start: number): Scanned {
  if (text[start] !== '"') return { ok: false, place: start };
  let place = start + 1;
  for (;;) {
    place += match(plainCharacters, text, place);
    if (text[place] === '"') return { ok: true, place: place + 1 };
    const length = match(escaped, text, place);
    if (length === 0) return { ok: false, place };
    place += length;
  }
}

function match(pattern: RegExp, text: string, place: number): number {
  pattern.lastIndex = place;
  return pattern.exec(text)?.[0].length ?? 0;
}
