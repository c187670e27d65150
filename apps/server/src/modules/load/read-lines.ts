import { LoadError } from './load-options.ts';
import { maxRowLength } from './read-rows.ts';

/** The lines of a text whose line ends are `\n`, in batches as it comes. */
export async function* readLines(chunks: AsyncIterable<string>): AsyncGenerator<string[], void> {
  let rest = '';
  let count = 0;
  for await (const chunk of chunks) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    count += lines.length;
    if (rest.length > maxRowLength) {
      throw new LoadError(`Line ${count + 1} is longer than ${maxRowLength} characters.`);
    }
    yield lines;
  }
  if (rest !== '') yield [rest];
}
