import type { NavigateOptions } from '@tanstack/react-router';
import type { LucideIcon } from 'lucide-react';

/** A place to jump to. */
export interface PaletteCommand {
  id: string;
  label: string;
  /** What it is: `Segment`. */
  kind: string;
  /** Further words to find it by. */
  words?: string;
  Icon: LucideIcon;
  target: NavigateOptions;
}

type Searchable = Pick<PaletteCommand, 'label' | 'words'>;

/**
 * Those that hold every word of the text, whatever the letter case; labels that begin with it first.
 * All of them for an empty text.
 */
export function filterCommands<Command extends Searchable>(
  commands: readonly Command[],
  text: string,
): Command[] {
  const words = fold(text).split(/\s+/).filter(Boolean);
  const matching = commands.filter(({ label, words: more = '' }) => {
    const where = fold(`${label} ${more}`);
    return words.every((word) => where.includes(word));
  });
  const begins = ({ label }: Command) => fold(label).startsWith(fold(text.trim()));
  return [...matching.filter(begins), ...matching.filter((command) => !begins(command))];
}

function fold(text: string): string {
  return text.toLocaleLowerCase();
}
