import { formatBytes } from '../import-words.ts';

interface Chosen {
  name: string;
  size: number;
}

/** Why what was chosen or dropped is not sent at all; undefined when the server is to judge it. */
export function whyNotUploaded(
  files: readonly Chosen[],
  maxFileBytes: number | undefined,
): string | undefined {
  const [file, ...others] = files;
  if (file === undefined) return 'That was not a file.';
  if (others.length > 0) return 'One file at a time: each is an import of its own.';
  if (file.size === 0) return `“${file.name}” is empty, or a folder.`;
  if (maxFileBytes !== undefined && file.size > maxFileBytes) {
    return `“${file.name}” has ${formatBytes(file.size)}: more than the ${formatBytes(maxFileBytes)} that a file may have. Split it, or let whoever runs the server raise the limit.`;
  }
  return undefined;
}
