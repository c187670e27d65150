import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { emojiData } from './vite-emoji-data.ts';
import { isOfFirstPage } from './vite-first-page.ts';
import { previewScript } from './vite-preview-script.ts';

// Where the server of development listens; the browser then sees one origin, as in production.
const server = process.env.MUSTER_URL ?? 'http://127.0.0.1:4400';
const served = ['/api', '/sdk', '/sse', '/docs', '/openapi.json', '/muster.js'];

export default defineConfig({
  plugins: [react(), emojiData(), previewScript()],
  build: {
    target: 'es2023',
    manifest: true,
    // Nothing inlined: the content security policy has no `data:` for fonts.
    assetsInlineLimit: 0,
    // One file of 14 kB: cut up, its names alone would cost each first load more.
    cssCodeSplit: false,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        // The entry lists the files of every page: words in their names would cost each first load
        // a kilobyte. The manifest says which is which.
        chunkFileNames: 'assets/[hash:7].js',
        assetFileNames: 'assets/[hash:7][extname]',
        // What every page needs, in one file: it compresses better than in ten, and stays cached
        // while our own code changes.
        codeSplitting: {
          groups: [
            {
              name: 'core',
              test: /node_modules\/(?:react|react-dom|scheduler|use-sync-external-store|@tanstack\/[^/]+)\//,
            },
            // Alone each of these is a file of a hundred bytes that compresses badly.
            {
              name: (id, graph) => (isOfFirstPage(id, graph) ? 'first' : null),
              debugName: 'first',
            },
            // What many pages share, apart from it: the first page loads nothing that is for others.
            { name: 'icons', test: /node_modules\/lucide-react\//, minShareCount: 9 },
            { name: 'shared', test: /\/src\/(?:ui|api|app)\//, minShareCount: 9 },
          ],
        },
      },
    },
  },
  server: { proxy: Object.fromEntries(served.map((path) => [path, server])) },
});
