import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Plugin } from 'vite';

const require = createRequire(import.meta.url);
// The picker asks for these two under one address and a locale; its default address is another origin.
const files = ['en/data.json', 'en/messages.json'];

/** Serves the emoji data of the picker from `/emoji`, in development and in the build. */
export function emojiData(): Plugin {
  const read = (file: string) => readFileSync(require.resolve(`emojibase-data/${file}`));
  return {
    name: 'emoji-data',
    configureServer(server) {
      for (const file of files) {
        server.middlewares.use(`/emoji/${file}`, (_request, response) => {
          response.setHeader('content-type', 'application/json').end(read(file));
        });
      }
    },
    generateBundle() {
      for (const file of files) {
        this.emitFile({ type: 'asset', fileName: `emoji/${file}`, source: read(file) });
      }
    },
  };
}
