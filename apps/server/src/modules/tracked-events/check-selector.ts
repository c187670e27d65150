// A reader of CSS selectors, as far as it takes to tell a typing error. Browsers have the last word:
// what they do not know matches nothing.

/** `\`, and the character or up to six hex digits that it stands for. */
const escaped = String.raw`\\(?:[0-9a-fA-F]{1,6}\s?|[^\n0-9a-fA-F])`;
const nameStart = `(?:[A-Za-z_\u0080-\u{10ffff}]|${escaped})`;
const name = `(?:--|-?${nameStart})(?:[\\w\u0080-\u{10ffff}-]|${escaped})*`;
const text = String.raw`"(?:[^"\\\n]|\\[^])*"|'(?:[^'\\\n]|\\[^])*'`;

const sticky = (source: string) => new RegExp(source, 'uy');
const simple: readonly RegExp[] = [
  sticky(`(?:${name}|\\*)?\\|?(?:${name}|\\*)`),
  sticky(`#(?:[\\w\u0080-\u{10ffff}-]|${escaped})+`),
  sticky(`\\.${name}`),
  sticky(
    `\\[\\s*(?:(?:${name}|\\*)?\\|)?${name}\\s*(?:[~|^$*]?=\\s*(?:${name}|${text})\\s*[iIsS]?\\s*)?\\]`,
  ),
];
const pseudo = sticky(`::?(${name})`);
const combinator = sticky(String.raw`\s*(?:\|\||[>+~])\s*|\s+`);

/** Whose arguments are selectors; those of others are only to be closed. */
const selectorPseudos = new Set([
  'is',
  'where',
  'not',
  'matches',
  'host',
  'host-context',
  'slotted',
]);

/** Why a text is no CSS selector, as a sentence; undefined when it is one. */
export function checkSelector(selector: string): string | undefined {
  if (looksDown(selector)) return 'A selector with “:has(” is not taken: it can stop a large page.';
  const at = readList(selector, skipSpace(selector, 0), 0);
  if (typeof at === 'string') return at;
  return at === selector.length ? undefined : describeStop(selector, at);
}

/**
 * Whether it asks what an element has in it, however that is written. Of 50,000 elements that takes a browser
 * seconds, in one task that nothing can interrupt.
 */
function looksDown(selector: string): boolean {
  const plain = selector.replace(new RegExp(text, 'gu'), '""').replace(escapes, decodeEscape);
  return /:has\(/i.test(plain);
}

const escapes = new RegExp(escaped, 'gu');

function decodeEscape(found: string): string {
  const code = Number.parseInt(found.slice(1), 16);
  return Number.isNaN(code) || code > 0x10ffff ? found.slice(1) : String.fromCodePoint(code);
}

/** Where a list of selectors ends, or why it is none. */
function readList(selector: string, from: number, depth: number): number | string {
  if (depth > 20) return 'It is nested too deep.';
  let at = from;
  for (;;) {
    const end = readComplex(selector, at, depth);
    if (typeof end === 'string') return end;
    at = skipSpace(selector, end);
    if (selector[at] !== ',') return at;
    at = skipSpace(selector, at + 1);
  }
}

function readComplex(selector: string, from: number, depth: number): number | string {
  let at = from;
  for (;;) {
    const end = readCompound(selector, at, depth);
    if (typeof end === 'string') return end;
    if (end === at) return describeStop(selector, at);
    at = end;
    const between = match(combinator, selector, at)?.[0];
    if (between === undefined) return at;
    const next = selector[at + between.length];
    const isAtEnd = next === undefined || next === ',' || next === ')';
    if (isAtEnd && between.trim() === '') return at;
    at += between.length;
  }
}

function readCompound(selector: string, from: number, depth: number): number | string {
  let at = from;
  for (;;) {
    const found = simple.map((pattern) => match(pattern, selector, at)).find(Boolean);
    // A name or * is only first in it.
    if (found && (at === from || /^[#.[]/.test(found[0]))) {
      at += found[0].length;
      continue;
    }
    const named = match(pseudo, selector, at);
    if (!named) return at;
    at += named[0].length;
    if (selector[at] !== '(') continue;
    const end = readArguments(selector, at + 1, depth, (named[1] ?? '').toLowerCase());
    if (typeof end === 'string') return end;
    at = end;
  }
}

function readArguments(
  selector: string,
  from: number,
  depth: number,
  pseudoName: string,
): number | string {
  const start = skipSpace(selector, from);
  if (!selectorPseudos.has(pseudoName)) {
    const close = selector.indexOf(')', start);
    if (close > start) return close + 1;
    return `“:${pseudoName}(” is not closed, or there is nothing in it.`;
  }
  const end = readList(selector, start, depth + 1);
  if (typeof end === 'string') return end;
  return selector[end] === ')' ? end + 1 : describeStop(selector, end);
}

function match(pattern: RegExp, selector: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(selector);
}

function skipSpace(selector: string, at: number): number {
  return at + (/^\s*/.exec(selector.slice(at))?.[0].length ?? 0);
}

function describeStop(selector: string, at: number): string {
  if (at >= selector.length) return 'The selector ends where a name, #, ., [ or : should follow.';
  return `The selector cannot be read from “${selector.slice(at, at + 20)}” on.`;
}
