import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Plugin } from 'vite';

const entry = fileURLToPath(
  new URL('../../packages/sdk/src/experiences/preview.ts', import.meta.url),
);
const fileName = 'preview.js';

/**
 * Serves the renderers of the browser SDK as `/preview.js`: the very ones that pages load, for the frame
 * in which an experience is previewed. One classic script, since a sandboxed frame has no origin to
 * load modules from.
 */
export function previewScript(): Plugin {
  return {
    name: 'preview-script',
    configureServer(server) {
      server.middlewares.use(`/${fileName}`, (_request, response, next) => {
        bundle().then(
          (source) => response.setHeader('content-type', 'text/javascript').end(source),
          next,
        );
      });
    },
    async generateBundle() {
      this.emitFile({ type: 'asset', fileName, source: await bundle() });
    },
  };
}

async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    format: 'iife',
    platform: 'browser',
    target: 'es2020',
    minify: true,
    write: false,
    logLevel: 'warning',
  });
  return outputFiles[0]?.text ?? '';
}
