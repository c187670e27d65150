import type { Context } from 'hono';
import { expect, it } from 'vitest';
import type { AppEnv } from '../../src/http/app-env.ts';
import { findClientAddress } from '../../src/http/client-address.ts';

/** What `findClientAddress` looks at of a request. */
function makeContext(remoteAddress: string | undefined, forwardedFor?: string): Context<AppEnv> {
  const headers = new Headers(
    forwardedFor === undefined ? {} : { 'x-forwarded-for': forwardedFor },
  );
  const env = { incoming: { socket: { remoteAddress } } };
  return { env, req: { raw: { headers } } } as unknown as Context<AppEnv>;
}

it.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:DB8:0001:0002::9', '2001:db8:1:2'],
  ['2001:db8::9', '2001:db8:0:0'],
  ['::1', '0:0:0:0'],
  ['fe80::1%eth0', 'fe80:0:0:0'],
  [undefined, 'unknown'],
])('%s counts as %s', (remote, counted) => {
  expect(findClientAddress(makeContext(remote), 0)).toBe(counted);
});

it('believes X-Forwarded-For as far as the trusted proxies wrote it', () => {
  const find = (proxies: number, forwardedFor?: string) =>
    findClientAddress(makeContext('10.0.0.1', forwardedFor), proxies);
  expect(find(0, '192.0.2.1')).toBe('10.0.0.1');
  expect(find(1, 'made-up, 192.0.2.1')).toBe('192.0.2.1');
  expect(find(2, 'made-up, 192.0.2.1 ,10.0.0.2')).toBe('192.0.2.1');
  expect(find(1)).toBe('10.0.0.1');
  expect(find(1, '')).toBe('10.0.0.1');
  // Fewer proxies than said: what is furthest away may be made up, and is not believed.
  expect(find(3, '192.0.2.1')).toBe('10.0.0.1');
});
