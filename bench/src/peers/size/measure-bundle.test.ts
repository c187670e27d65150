import { expect, it } from 'vitest';
import { listLoadedAtOnce, measureSent } from './measure-bundle.ts';

const output = (imports: { path: string; kind: 'import-statement' | 'dynamic-import' }[]) => ({
  bytes: 1,
  inputs: {},
  exports: [],
  imports,
});

it('tells what an entry needs at once from what it may load later', () => {
  const outputs = {
    'entry.js': {
      ...output([
        { path: 'shared.js', kind: 'import-statement' },
        { path: 'lazy.js', kind: 'dynamic-import' },
      ]),
      entryPoint: 'entry.js',
    },
    'shared.js': output([{ path: 'deeper.js', kind: 'import-statement' }]),
    'deeper.js': output([{ path: 'shared.js', kind: 'import-statement' }]),
    'lazy.js': output([{ path: 'shared.js', kind: 'import-statement' }]),
  };
  expect([...listLoadedAtOnce(outputs)]).toEqual(['entry.js', 'shared.js', 'deeper.js']);
});

it('adds up files that are compressed one by one', () => {
  const file = Buffer.from('muster '.repeat(100));
  const one = measureSent([file]);
  expect(measureSent([file, file])).toEqual({ gzip: one.gzip * 2, brotli: one.brotli * 2 });
});
