import { isSafeAddress, type TextNodeName } from '@muster/protocol';
import MarkdownIt, { type Token } from 'markdown-it';
import { maxVariables, readVariableAt } from './read-variables.ts';
import type { Element, Piece, Variable } from './template.ts';

/** Elements within each other; what would be deeper stands in the deepest of them. */
const maxDepth = 12;

const reader = new MarkdownIt({ html: false, maxNesting: 20 }).disable('table');
reader.validateLink = isSafeAddress;
// A rule of the reader, so that variables stand in emphasis and links, and code shows braces as they are.
reader.inline.ruler.before('emphasis', 'variable', (state, isSilent) => {
  if (state.src[state.pos] !== '{') return false;
  const found = readVariableAt(state.src, state.pos);
  const count = Number(state.env.variables ?? 0);
  if (found === undefined || count >= maxVariables) return false;
  if (!isSilent) {
    state.env.variables = count + 1;
    state.push('variable', '', 0).meta = { ...found.variable };
  }
  state.pos = found.end;
  return true;
});

/**
 * Markdown as pieces of the names that browsers know. HTML in it is text, and so is a link or image
 * whose address could run a script. Any text can be read, in time that grows with its length.
 */
export function parseMarkdown(source: string): Piece[] {
  return buildPieces(reader.parse(source, {}));
}

const names: ReadonlyMap<string, TextNodeName> = new Map([
  ['heading', 'h'],
  ['paragraph', 'p'],
  ['bullet_list', 'ul'],
  ['ordered_list', 'ol'],
  ['list_item', 'li'],
  ['blockquote', 'quote'],
  ['strong', 'strong'],
  ['em', 'em'],
  ['s', 'del'],
  ['link', 'a'],
]);

/** Makes a tree of the list that the reader gives, in which elements open and close. */
function buildPieces(tokens: readonly Token[]): Piece[] {
  const root: Piece[] = [];
  const open: Piece[][] = [root];
  for (const token of tokens) {
    const into = open.at(-1) ?? root;
    if (token.nesting === 0) into.push(...readToken(token));
    else if (token.nesting < 0) open.pop();
    else open.push(openElement(token, into, open.length));
  }
  return root;
}

/** The list that the children of the element go to. */
function openElement(token: Token, into: Piece[], depth: number): Piece[] {
  const name = names.get(token.type.replace(/_open$/, ''));
  // Of the items of a dense list, paragraphs are hidden.
  if (name === undefined || token.hidden || depth > maxDepth) return into;
  const element: Element = { name, children: [] };
  if (name === 'a') element.address = String(token.attrGet('href') ?? '');
  into.push(element);
  return element.children;
}

function readToken(token: Token): Piece[] {
  switch (token.type) {
    case 'inline':
      return buildPieces(token.children ?? []);
    case 'variable':
      return [token.meta as unknown as Variable];
    case 'code_inline':
      return [{ name: 'code', children: [token.content] }];
    case 'fence':
    case 'code_block':
      return [{ name: 'pre', children: [token.content.replace(/\n$/, '')] }];
    case 'image':
      return [readImage(token)];
    case 'hardbreak':
      return [{ name: 'br', children: [] }];
    case 'softbreak':
      return ['\n'];
    case 'hr':
      return [{ name: 'hr', children: [] }];
    default:
      return [token.content];
  }
}

/** Its description is text alone, whatever is written in it. */
function readImage(token: Token): Element {
  const children = listTexts(buildPieces(token.children ?? []));
  return { name: 'img', children, address: String(token.attrGet('src') ?? '') };
}

function listTexts(pieces: readonly Piece[]): Piece[] {
  return pieces.flatMap((piece) =>
    typeof piece === 'object' && 'name' in piece ? listTexts(piece.children) : [piece],
  );
}
