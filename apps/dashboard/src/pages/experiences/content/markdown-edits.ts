/** A text with what is selected of it. */
export interface Selected {
  text: string;
  from: number;
  to: number;
}

/** Puts marks around what is selected, or takes them away where they are; around nothing, `sample`. */
export function wrapSelection(
  { text, from, to }: Selected,
  mark: string,
  sample: string,
): Selected {
  const { length } = mark;
  const isWrapped = text.slice(from - length, from) === mark && text.startsWith(mark, to);
  if (isWrapped && from >= length) {
    const inner = text.slice(from, to);
    return {
      text: text.slice(0, from - length) + inner + text.slice(to + length),
      from: from - length,
      to: to - length,
    };
  }
  const inner = from === to ? sample : text.slice(from, to);
  return {
    text: text.slice(0, from) + mark + inner + mark + text.slice(to),
    from: from + length,
    to: from + length + inner.length,
  };
}

/** Makes a link of what is selected; its address is selected then. */
export function linkSelection({ text, from, to }: Selected): Selected {
  const inner = from === to ? 'link' : text.slice(from, to);
  const address = 'https://';
  const start = from + inner.length + 3;
  return {
    text: `${text.slice(0, from)}[${inner}](${address})${text.slice(to)}`,
    from: start,
    to: start + address.length,
  };
}

/** Makes each selected line an item of a list, or, where all of them are, lines again. */
export function listSelection({ text, from, to }: Selected): Selected {
  const start = text.lastIndexOf('\n', from - 1) + 1;
  const next = text.indexOf('\n', to);
  const end = next < 0 ? text.length : next;
  const lines = text.slice(start, end).split('\n');
  const isList = lines.every((line) => line.startsWith('- '));
  const changed = lines.map((line) => (isList ? line.slice(2) : `- ${line}`)).join('\n');
  return {
    text: text.slice(0, start) + changed + text.slice(end),
    from: start,
    to: start + changed.length,
  };
}

/** Puts a text in place of what is selected, and stands behind it. */
export function insertText({ text, from, to }: Selected, inserted: string): Selected {
  const end = from + inserted.length;
  return { text: text.slice(0, from) + inserted + text.slice(to), from: end, to: end };
}
