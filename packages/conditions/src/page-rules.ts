// The server compares addresses with these, and so does what pages load to look for no-code events. Pages
// break what they find: here are no methods and no iterators of lists.

/** A rule about the address of a page. */
export interface PageRule {
  operator: 'is' | 'contains' | 'startsWith' | 'endsWith' | 'matches';
  not: boolean;
  value: string;
}

/** Rules of which any or all must hold; without any, every page is meant. */
export interface PageRules {
  match: 'any' | 'all';
  urls: readonly PageRule[];
}

/** True when a page is meant. `address` is absolute, as `location.href` says it. */
export function matchesPage({ match, urls }: PageRules, address: string): boolean {
  for (let i = 0; i < urls.length; i += 1) {
    const holds = matchesPageRule(urls[i] as PageRule, address);
    if (holds !== (match === 'all')) return holds;
  }
  return urls.length === 0 || match === 'all';
}

/**
 * True when the rule holds. A value that begins with `/` is compared with the address from its path on,
 * unless it is only to be contained. The query of the address is looked at when the value has one, the
 * fragment likewise: `/pricing` is `https://example.com/pricing?from=mail`, too. An address that cannot
 * be read meets no rule, not even a negated one.
 */
export function matchesPageRule({ operator, not, value }: PageRule, address: string): boolean {
  const parts = addressParts.exec(address);
  if (parts === null) return false;
  return comparisons[operator](selectPart(operator, value, parts), lowerOrigin(value)) !== not;
}

/** Origin, path, query and fragment, the last two with their sign. */
const addressParts = /^([a-z][a-z\d+.-]*:\/\/[^/?#]*)([^?#]*)(\?[^#]*)?(#.*)?$/is;

function selectPart(operator: PageRule['operator'], value: string, parts: RegExpExecArray): string {
  if (operator === 'contains') return parts[0];
  const origin = parts[1] ?? '';
  const path = parts[2] ?? '';
  const query = parts[3] ?? '';
  const fragment = parts[4] ?? '';
  const fromPath = path === '' ? '/' : path;
  const start = value.startsWith('/') && operator !== 'endsWith' ? '' : origin.toLowerCase();
  if (value.includes('#')) return start + fromPath + query + fragment;
  return start + fromPath + (value.includes('?') ? query : '');
}

/** Hosts have no case; browsers say them in lower case, people as they like. */
function lowerOrigin(value: string): string {
  return value.replace(/^[a-z][a-z\d+.-]*:\/\/[^/?#]*/i, (origin) => origin.toLowerCase());
}

const comparisons: Readonly<
  Record<PageRule['operator'], (address: string, value: string) => boolean>
> = {
  is: (address, value) => address === withPath(value),
  contains: (address, value) => address.includes(value),
  startsWith: (address, value) => address.startsWith(value),
  endsWith: (address, value) => address.endsWith(value),
  matches: matchesPattern,
};

/** An address that is only an origin has the path `/`. */
function withPath(value: string): string {
  return /^[a-z][a-z\d+.-]*:\/\/[^/?#]*$/i.test(value) ? `${value}/` : value;
}

/** `*` stands for anything. Linear, unlike a regular expression with many stars. */
function matchesPattern(text: string, pattern: string): boolean {
  const parts = pattern.split('*');
  const lastIndex = parts.length - 1;
  if (lastIndex === 0) return text === pattern;
  const first = parts[0] ?? '';
  const last = parts[lastIndex] ?? '';
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (let i = 1; i < lastIndex; i += 1) {
    const part = parts[i] ?? '';
    const found = text.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}
