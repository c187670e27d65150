import { expect, it } from 'vitest';
import { insertText, linkSelection, listSelection, wrapSelection } from './markdown-edits.ts';

/** `a[b]c` is the text abc with b selected. */
function read(marked: string) {
  const from = marked.indexOf('‹');
  const to = marked.indexOf('›') - 1;
  return { text: marked.replace(/[‹›]/g, ''), from, to };
}

function write({ text, from, to }: ReturnType<typeof read>): string {
  return `${text.slice(0, from)}‹${text.slice(from, to)}›${text.slice(to)}`;
}

it.each([
  ['a ‹b› c', 'a **‹b›** c'],
  ['a **‹b›** c', 'a ‹b› c'],
  ['‹›', '**‹bold›**'],
  ['‹a›', '**‹a›**'],
])('bold: %s → %s', (before, after) => {
  expect(write(wrapSelection(read(before), '**', 'bold'))).toBe(after);
});

it.each([
  ['see ‹this›.', 'see [this](‹https://›).'],
  ['‹›', '[link](‹https://›)'],
])('link: %s → %s', (before, after) => {
  expect(write(linkSelection(read(before)))).toBe(after);
});

it.each([
  ['a\nb‹b›b\nc', 'a\n‹- bbb›\nc'],
  ['‹a\nb›', '‹- a\n- b›'],
  ['‹- a\n- b›', '‹a\nb›'],
  ['‹›', '‹- ›'],
])('list: %s → %s', (before, after) => {
  expect(write(listSelection(read(before)))).toBe(after);
});

it('inserts in place of what is selected', () => {
  expect(write(insertText(read('Hi ‹you›!'), '{name}'))).toBe('Hi {name}‹›!');
});
