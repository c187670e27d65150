import type { TextNode, TextNodeName } from '@muster/protocol';

/** A place in a text where something of the person stands, e.g. `{plan | there}`. */
export interface Variable {
  key: string;
  /** Stands there when the person has no such value; may be empty. */
  fallback: string;
}

/** A `TextNode` that may have variables in it. */
export type Piece = string | Variable | Element;

export interface Element {
  name: TextNodeName;
  children: Piece[];
  /** Of `a` and `img`. */
  address?: string;
}

/** The text that a person has for a key; `undefined` where she has none. */
export type FindValue = (key: string) => string | undefined;

/** Formatted text for one person: what she has is text in it, whatever it looks like. */
export function fillTemplate(pieces: readonly Piece[], find: FindValue): TextNode[] {
  const nodes: TextNode[] = [];
  for (const piece of pieces) {
    if (isElement(piece)) nodes.push(fillElement(piece, find));
    else appendText(nodes, fillPiece(piece, find));
  }
  return nodes;
}

/** The same of text that has no elements in it. */
export function fillText(pieces: readonly (string | Variable)[], find: FindValue): string {
  return pieces.map((piece) => fillPiece(piece, find)).join('');
}

function fillPiece(piece: string | Variable, find: FindValue): string {
  return typeof piece === 'string' ? piece : (find(piece.key) ?? piece.fallback);
}

function fillElement({ name, children, address }: Element, find: FindValue): TextNode {
  const filled = fillTemplate(children, find);
  return address === undefined ? [name, filled] : [name, filled, address];
}

function isElement(piece: Piece): piece is Element {
  return typeof piece === 'object' && 'name' in piece;
}

/** Texts side by side become one. */
function appendText(nodes: TextNode[], text: string): void {
  if (text === '') return;
  const last = nodes.at(-1);
  if (typeof last === 'string') nodes[nodes.length - 1] = last + text;
  else nodes.push(text);
}
