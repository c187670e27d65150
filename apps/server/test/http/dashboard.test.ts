import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AppEnv } from '../../src/http/app-env.ts';
import { identifyRequest } from '../../src/http/identify-request.ts';
import { readDashboardFiles } from '../../src/modules/dashboard/dashboard-files.ts';
import { createServeDashboard } from '../../src/modules/dashboard/serve-dashboard.ts';

const page = '<!doctype html><script type="module" src="/assets/index-abc.js"></script>';
const script = 'console.log("hello");'.repeat(100);
let folder: string;
let app: Hono<AppEnv>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'muster-dashboard-'));
  const files = {
    'index.html': page,
    'assets/index-abc.js': script,
    'assets/inter.woff2': 'font',
    'muster.svg': '<svg/>',
    'preview.html': '<!doctype html>',
    '.vite/manifest.json': '{}',
    'assets/x.secret': 'no type',
  };
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
  app = openApp(folder);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

function openApp(directory: string): Hono<AppEnv> {
  const made = new Hono<AppEnv>();
  made.use(
    '*',
    identifyRequest(() => 'id'),
  );
  made.get('/api/there', (c) => c.text('api'));
  const serve = createServeDashboard(readDashboardFiles(directory));
  made.notFound(async (c) => (await serve(c)) ?? c.text('nothing', 404));
  return made;
}

const open = (path: string, headers: Record<string, string> = { accept: 'text/html,*/*' }) =>
  app.request(path, { headers });

describe('The dashboard', () => {
  test.each(['/', '/sign-in', '/p/demo/users/a%2Fb.c@x.org?kind=user', '/index.html'])(
    'is the page at %s, and lets nothing in',
    async (path) => {
      const response = await open(path);
      expect([response.status, await response.text()]).toEqual([200, page]);
      expect(Object.fromEntries(response.headers)).toMatchObject({
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-cache',
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin-allow-popups',
      });
      const policy = response.headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toMatch(/unsafe|\*|https?:/);
    },
  );

  test('is framed by itself alone, where an experience is previewed, and without its origin', async () => {
    const { status, headers } = await open('/preview.html');
    expect(status).toBe(200);
    expect(headers.get('x-frame-options')).toBe('SAMEORIGIN');
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy.split('; ')).toEqual(
      expect.arrayContaining([
        'sandbox allow-scripts',
        "default-src 'none'",
        "script-src 'self'",
        "frame-ancestors 'self'",
      ]),
    );
    expect(policy).not.toContain('unsafe');
  });

  test('keeps what has a hash in its name for ever, and asks again for the rest', async () => {
    const asset = await open('/assets/index-abc.js');
    expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(asset.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    const icon = await open('/muster.svg');
    expect(icon.headers.get('cache-control')).toBe('no-cache');
    const etag = icon.headers.get('etag') ?? '';
    const again = await open('/muster.svg', { 'if-none-match': etag });
    expect([again.status, await again.text()]).toEqual([304, '']);
  });

  test('is packed as the browser can unpack it', async () => {
    const read = async (accepted: string) => {
      const response = await open('/assets/index-abc.js', { 'accept-encoding': accepted });
      const bytes = Buffer.from(await response.arrayBuffer());
      return { encoding: response.headers.get('content-encoding'), bytes };
    };
    const brotli = await read('gzip, deflate, br');
    expect([brotli.encoding, brotliDecompressSync(brotli.bytes).toString()]).toEqual([
      'br',
      script,
    ]);
    const gzip = await read('br;q=0, gzip');
    expect([gzip.encoding, gunzipSync(gzip.bytes).toString()]).toEqual(['gzip', script]);
    expect((await read('identity')).encoding).toBeNull();
    const font = await open('/assets/inter.woff2', { 'accept-encoding': 'br' });
    expect(font.headers.get('content-encoding')).toBeNull();
  });

  test.each([
    '/api/nowhere',
    '/sdk/nowhere',
    '/docs/nowhere',
    '/assets/gone-abc.js',
    '/assets/x.secret',
  ])('is not at %s', async (path) => {
    expect((await open(path, { accept: 'text/html' })).status).toBe(404);
  });

  test.each(['/.vite/manifest.json', '/assets/../../package.json', '/%2e%2e/%2e%2e/package.json'])(
    'shows a page and no file at %s',
    async (path) => {
      expect(await (await open(path, { accept: 'text/html' })).text()).toBe(page);
      expect((await open(path, {})).status).toBe(404);
    },
  );

  test('is no answer to programs, nor to a write', async () => {
    expect((await open('/nowhere', { accept: 'application/json' })).status).toBe(404);
    expect((await open('/nowhere', {})).status).toBe(404);
    expect((await app.request('/', { method: 'POST' })).status).toBe(404);
    expect(await (await open('/api/there')).text()).toBe('api');
    expect((await app.request('/', { method: 'HEAD' })).status).toBe(200);
  });

  test('is nothing where it is not built', async () => {
    const empty = openApp(join(folder, 'nowhere'));
    expect((await empty.request('/', { headers: { accept: 'text/html' } })).status).toBe(404);
  });
});
