import { brotliCompressSync, gzipSync } from 'node:zlib';
import { build, type Metafile } from 'esbuild';

/** Bytes of some code as it is sent. */
export interface SentBytes {
  gzip: number;
  brotli: number;
}

/** Each file compressed by itself, at the highest levels. */
export function measureSent(files: readonly Uint8Array[]): SentBytes {
  const sum = (compress: (file: Uint8Array) => Buffer) =>
    files.reduce((total, file) => total + compress(file).length, 0);
  return {
    gzip: sum((file) => gzipSync(file, { level: 9 })),
    brotli: sum((file) => brotliCompressSync(file)),
  };
}

/**
 * What a bundler makes of an entry for browsers, minified: what has to be there before it runs, and what it may load
 * later by itself.
 *
 * @param folder where packages are looked for
 */
export async function measureBundle(
  text: string,
  folder: string,
): Promise<{ first: SentBytes; later: SentBytes }> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: text, resolveDir: folder, sourcefile: 'entry.js' },
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    define: { 'process.env.NODE_ENV': '"production"' },
    outdir: folder,
    absWorkingDir: folder,
    write: false,
    metafile: true,
    logLevel: 'error',
  });
  const atOnce = listLoadedAtOnce(metafile.outputs);
  const isFirst = ({ path }: { path: string }) => [...atOnce].some((name) => path.endsWith(name));
  const code = (some: typeof outputFiles) => measureSent(some.map(({ contents }) => contents));
  return {
    first: code(outputFiles.filter(isFirst)),
    later: code(outputFiles.filter((file) => !isFirst(file))),
  };
}

/** The entry and all that it imports without being asked to, by path from the folder. */
export function listLoadedAtOnce(outputs: Metafile['outputs']): Set<string> {
  const loaded = new Set<string>();
  const load = (path: string) => {
    if (loaded.has(path)) return;
    loaded.add(path);
    for (const { path: imported, kind } of outputs[path]?.imports ?? []) {
      if (kind === 'import-statement' && outputs[imported]) load(imported);
    }
  };
  for (const [path, { entryPoint }] of Object.entries(outputs)) {
    if (entryPoint === 'entry.js') load(path);
  }
  return loaded;
}
