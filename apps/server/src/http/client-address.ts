import { isIPv6 } from 'node:net';
import type { Context } from 'hono';
import type { AppEnv } from './app-env.ts';

/**
 * Who sends a request, as limits count them: an IPv4 address, or the /64 network of an IPv6 address,
 * which is what one customer has. `X-Forwarded-For` is believed only as far as `trustedProxies`
 * proxies of one's own have written it, counted from its end: the rest anybody can make up.
 */
export function findClientAddress(c: Context<AppEnv>, trustedProxies: number): string {
  const direct = c.env?.incoming?.socket.remoteAddress ?? 'unknown';
  if (trustedProxies === 0) return toNetwork(direct);
  const hops = (c.req.raw.headers.get('x-forwarded-for') ?? '').split(',').map((hop) => hop.trim());
  return toNetwork(hops.at(-trustedProxies) || direct);
}

const mappedPrefix = '::ffff:';

function toNetwork(address: string): string {
  if (address.startsWith(mappedPrefix) && address.includes('.')) {
    return address.slice(mappedPrefix.length);
  }
  if (!isIPv6(address)) return address;
  const [head = '', tail] = address.toLowerCase().split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail ? tail.split(':') : [];
  const zeros = tail === undefined ? 0 : 8 - before.length - after.length;
  const groups = [...before, ...new Array<string>(Math.max(0, zeros)).fill('0'), ...after];
  return groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':');
}
