import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a picker may be opened for. */
export interface PickerPass {
  projectId: string;
  /** The page's, e.g. `https://shop.example`. */
  pageOrigin: string;
  /** The dashboard's: whom the page may tell what was picked. */
  dashboardOrigin: string;
  /** When it ends, in milliseconds since 1970. */
  until: number;
}

/** The name under which an address carries the token. */
const parameter = 'muster-pick';

const inAddress = /muster-pick=([\w-]+\.[\w-]+)/;

/** Its content, readable, and the HMAC-SHA256 of that with the secret of the project. */
export function signPass(pass: PickerPass, secret: string): string {
  const content = Buffer.from(JSON.stringify(pass)).toString('base64url');
  return `${content}.${sign(content, secret).toString('base64url')}`;
}

/** The pass of a token that was signed with the secret, or nothing. */
export function readPass(token: string, secret: string): PickerPass | undefined {
  const [content = '', signature = ''] = token.split('.');
  const given = Buffer.from(signature, 'base64url');
  const expected = sign(content, secret);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  // Signed by us, so it is as it was written.
  return JSON.parse(Buffer.from(content, 'base64url').toString()) as PickerPass;
}

function sign(content: string, secret: string): Buffer {
  return createHmac('sha256', secret).update(content).digest();
}

/**
 * The address of a page with the token in its fragment, which goes to no server of the page's. A fragment that
 * is a route of the page's own (`#/…`, `#!…`) stays one.
 */
export function addToken(address: URL, token: string): string {
  const { hash } = address;
  const separator = hash === '' ? '#' : /^#[/!]/.test(hash) && !hash.includes('?') ? '?' : '&';
  return `${address.href.replace(/#$/, '')}${separator}${parameter}=${token}`;
}

/** The token that an address carries. */
export function findToken(address: string): string | undefined {
  // Asked of every page: most have none.
  return address.includes(parameter) ? inAddress.exec(address)?.[1] : undefined;
}

/** An address without the token that it carries: it is not for whoever reads events. */
export function removeToken(address: string): string {
  return address.includes(parameter) ? address.replace(/[#?&]muster-pick=[\w.-]*/, '') : address;
}
