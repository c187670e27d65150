import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { Hono } from 'hono';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import type { AppEnv } from '../../src/http/app-env.ts';
import { createErrorHandler } from '../../src/http/handle-errors.ts';
import { identifyRequest } from '../../src/http/identify-request.ts';
import { loadSdkScript, makeSdkScript } from '../../src/modules/sdk/sdk-script.ts';
import { serveScriptPaths } from '../../src/modules/sdk/serve-script.ts';

const source = `/* the SDK */ ${'window.jimo = []; '.repeat(200)}`;
const script = makeSdkScript(Buffer.from(source));

function serve(given: typeof script | undefined) {
  const app = new Hono<AppEnv>();
  app.use(
    '*',
    identifyRequest(() => 'id'),
  );
  app.onError(createErrorHandler(pino({ level: 'silent' })));
  app.use('*', serveScriptPaths(given));
  return app;
}

const app = serve(script);
const get = async (path: string, headers: Record<string, string> = {}) =>
  app.request(path, { headers });

describe('the script', () => {
  it.each([
    ['/sdk/v1.js', 'public, max-age=300'],
    [`/sdk/v1-${script.hash}.js`, 'public, max-age=31536000, immutable'],
    ['/jimo-invader.js', 'public, max-age=300'],
    ['/any/path/of/a/site/jimo-invader.js', 'public, max-age=300'],
  ])('is at %s', async (path, caching) => {
    const response = await get(path);
    expect(response.status).toBe(200);
    expect(await response.text()).toBe(source);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': caching,
      'cross-origin-resource-policy': 'cross-origin',
      'access-control-allow-origin': '*',
      'x-content-type-options': 'nosniff',
      vary: 'accept-encoding',
    });
  });

  it.each([
    'evil-jimo-invader.js',
    'jimo-invader.js/x',
    'jimo-invaderXjs',
    'sdk/v1.js.map',
    'sdk/v2.js',
  ])('is not at /%s', async (path) => {
    expect((await get(`/${path}`)).status).toBe(404);
  });

  it('comes compressed as far as the browser takes it', async () => {
    const send = async (accepted: string) => {
      const response = await get('/sdk/v1.js', { 'accept-encoding': accepted });
      const body = Buffer.from(await response.arrayBuffer());
      return { encoding: response.headers.get('content-encoding'), body };
    };
    const br = await send('gzip, deflate, br;q=0.9');
    expect(br.encoding).toBe('br');
    expect(brotliDecompressSync(br.body).toString()).toBe(source);
    const gzip = await send('gzip, br;q=0');
    expect(gzip.encoding).toBe('gzip');
    expect(gunzipSync(gzip.body).toString()).toBe(source);
    expect((await send('deflate')).encoding).toBeNull();
  });

  it('is not sent again to who has it', async () => {
    const etag = (await get('/sdk/v1.js')).headers.get('etag') ?? '';
    const again = await get('/sdk/v1.js', { 'if-none-match': etag });
    expect([again.status, await again.text()]).toEqual([304, '']);
    expect((await get('/sdk/v1.js', { 'if-none-match': '"other"' })).status).toBe(200);
  });

  it('of another version leads to this one', async () => {
    const response = await get('/sdk/v1-0123456789abcdef.js');
    expect([response.status, response.headers.get('location')]).toEqual([307, 'v1.js']);
  });

  it('that is missing is a fault of the server, never a 404', async () => {
    const broken = serve(loadSdkScript(new URL('no-such-file.js', import.meta.url)));
    for (const path of ['/sdk/v1.js', '/jimo-invader.js']) {
      expect((await broken.request(path)).status).toBe(503);
    }
  });
});
