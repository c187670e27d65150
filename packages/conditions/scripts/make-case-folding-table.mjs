/**
 * Writes src/case-folding-table.ts from the case folding of this Node's own Unicode: a regular
 * expression with the flags `iu` compares by simple case folding (ECMA-262, Canonicalize), so the
 * code points that match each other are the classes of CaseFolding.txt, status C and S.
 *
 *   node packages/conditions/scripts/make-case-folding-table.mjs
 */
import { writeFileSync } from 'node:fs';

const lastCodePoint = 0x10ffff;

/** Every code point that may fold, or be folded to. */
function listCasedCharacters() {
  const cased = /[\p{Changes_When_Casefolded}\p{Changes_When_Casemapped}]/u;
  const characters = [];
  for (let code = 0; code <= lastCodePoint; code += 1) {
    if (code >= 0xd800 && code <= 0xdfff) continue;
    const character = String.fromCodePoint(code);
    if (cased.test(character)) characters.push(character);
  }
  return characters;
}

/** The member that the others fold to: the lower-case ASCII letter if any, else the one that is its
 * own lower case and comes back from upper case, else the first. */
function chooseRepresentative(members) {
  return (
    members.find((member) => /[a-z]/.test(member)) ??
    members.find((member) => member.toUpperCase().toLowerCase() === member) ??
    members[0]
  );
}

/** Pairs [from, to] of code points, ascending by `from`. */
function listFoldings() {
  const characters = listCasedCharacters();
  const all = characters.join('');
  return characters.flatMap((character) => {
    const escaped = `\\u{${character.codePointAt(0).toString(16)}}`;
    const members = all.match(new RegExp(escaped, 'giu'));
    const to = chooseRepresentative(members);
    return to === character ? [] : [[character.codePointAt(0), to.codePointAt(0)]];
  });
}

/** Joins pairs of equal distance that follow each other by steps of 1 or 2. */
function toRanges(foldings) {
  const ranges = [];
  for (const [from, to] of foldings) {
    const range = ranges.at(-1);
    const step = range === undefined ? 0 : from - range.last;
    const fits =
      range !== undefined &&
      to - from === range.delta &&
      (range.last === range.first ? step <= 2 : step === range.step);
    if (fits) Object.assign(range, { last: from, step });
    else ranges.push({ first: from, last: from, step: 1, delta: to - from });
  }
  return ranges;
}

const toHex = (code) => `0x${code.toString(16)}`;
const lines = toRanges(listFoldings()).map(
  ({ first, last, step, delta }) => `  [${toHex(first)}, ${toHex(last)}, ${step}, ${delta}],`,
);
const text = `// Made by scripts/make-case-folding-table.mjs; do not edit by hand.

/** The version of Unicode whose simple case folding this is. */
export const caseFoldingUnicodeVersion = '${process.versions.unicode}';

/** Code points \`first\`, \`first + step\` … \`last\` fold to the code point \`delta\` further. */
export const caseFoldingRanges: readonly (readonly [
  first: number,
  last: number,
  step: number,
  delta: number,
])[] = [
${lines.join('\n')}
];
`;
writeFileSync(new URL('../src/case-folding-table.ts', import.meta.url), text);
