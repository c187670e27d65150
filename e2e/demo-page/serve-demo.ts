import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { demoSegments } from './demo-segments.ts';
import { DemoProblem } from './muster-api.ts';
import type { DemoSettings } from './read-settings.ts';
import { renderPage } from './render-page.ts';

const mediaTypes: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
};

/** A running demo. */
export interface Demo {
  url: string;
  close(): Promise<void>;
}

/** Bundles the shop and serves it on an origin of its own. Throws a `DemoProblem` for a taken port. */
export async function serveDemo(settings: DemoSettings): Promise<Demo> {
  const files = await bundleSite();
  const html = renderPage(settings, demoSegments);
  const server = createServer(({ url = '/' }, reply) => {
    const { pathname } = new URL(url, 'http://demo');
    const file = files.get(basename(pathname));
    if (file !== undefined) {
      reply.writeHead(200, { 'content-type': mediaTypes[extname(pathname)] ?? 'text/plain' });
      reply.end(file);
    } else if (extname(pathname) !== '') {
      reply.writeHead(404).end();
    } else {
      // Every path of the app is the one page.
      reply.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(html);
    }
  });
  server.listen(settings.port, '127.0.0.1');
  await once(server, 'listening').catch(refuseListening);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function refuseListening(error: NodeJS.ErrnoException): never {
  if (error.code !== 'EADDRINUSE') throw error;
  throw new DemoProblem('The port of the demo is taken. Choose another in DEMO_PORT.');
}

async function bundleSite(): Promise<Map<string, Uint8Array>> {
  const { outputFiles } = await build({
    entryPoints: {
      site: fileURLToPath(new URL('site/main.ts', import.meta.url)),
      style: fileURLToPath(new URL('site/style.css', import.meta.url)),
    },
    outdir: 'demo',
    bundle: true,
    write: false,
    format: 'iife',
    loader: { '.woff2': 'file', '.woff': 'empty' },
    logLevel: 'error',
  });
  return new Map(outputFiles.map(({ path, contents }) => [basename(path), contents]));
}
