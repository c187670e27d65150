import { append, each, filter } from '../lists.ts';

/** A selector of an element, and how many elements of its tree it matches. */
export interface Proposal {
  selector: string;
  count: number;
}

/** Made for tests and for scripts, so they outlive changes of how a page looks. */
const steadyAttributes = ['data-testid', 'data-test', 'data-test-id', 'data-cy', 'data-qa'];
/** What people are told an element is. */
const spokenAttributes = ['name', 'aria-label', 'title', 'placeholder', 'alt', 'href'];

const maxProposals = 5;
const maxLength = 200;

/** Ids that a program has made up are others on the next load: `:r3:`, `radix-12`, `ember441`, hashes. */
const isMadeUp = (text: string) =>
  /\d{3}|[:]|^(?:radix|headlessui|ember|mui)-?|[0-9a-f]{8}/i.test(text);

/**
 * Selectors of an element, the best first: what is there to be found, then what people are told, then its place.
 * At least one; those that match fewer elements come before others of the same kind.
 */
export function proposeSelectors(element: Element): Proposal[] {
  const root = element.getRootNode() as Document | ShadowRoot;
  const proposals: Proposal[] = [];
  const propose = (selector: string | undefined) => {
    if (!selector || selector.length > maxLength || proposals.length >= maxProposals) return;
    if (filter(proposals, (known) => known.selector === selector).length) return;
    const count = root.querySelectorAll(selector).length;
    if (count > 0) append(proposals, { selector, count });
  };
  const own = listOwn(element);
  each(own, (selector) => {
    if (root.querySelectorAll(selector).length === 1) propose(selector);
  });
  const anchor = findAnchor(element, root);
  if (anchor) {
    each(own, (selector) => propose(`${anchor} ${selector}`));
    propose(`${anchor} ${element.localName}`);
  }
  propose(findPlace(element, root));
  each(own, propose);
  return proposals;
}

/** Selectors that say something of the element itself, without how many others they match. */
function listOwn(element: Element): string[] {
  const list: string[] = [];
  const { id, localName } = element;
  if (id && !isMadeUp(id)) append(list, `#${CSS.escape(id)}`);
  each(steadyAttributes, (name) => append(list, byAttribute(element, name, '')));
  each(element.attributes, ({ name, value }) => {
    if (/^data-/.test(name) && value && !isMadeUp(value))
      append(list, byAttribute(element, name, ''));
  });
  const role = element.getAttribute('role');
  each(spokenAttributes, (name) => {
    append(list, byAttribute(element, name, localName));
    if (role) append(list, byAttribute(element, name, `[role=${quote(role)}]`));
  });
  if (role) append(list, `[role=${quote(role)}]`);
  return filter(list, (selector) => selector);
}

function byAttribute(element: Element, name: string, before: string): string {
  const value = element.getAttribute(name);
  return value ? `${before}[${name}=${quote(value)}]` : '';
}

const quote = (text: string) => `"${text.replace(/["\\]/g, '\\$&').replace(/\n/g, '\\a ')}"`;

/** The nearest ancestor that one selector says alone. */
function findAnchor(element: Element, root: Document | ShadowRoot): string | undefined {
  for (let parent = element.parentElement; parent; parent = parent.parentElement) {
    const found = filter(
      listOwn(parent),
      (selector) => root.querySelectorAll(selector).length === 1,
    )[0];
    if (found) return found;
  }
  return undefined;
}

/** Its place below the nearest ancestor with a name of its own: right now, and only as long as the page stays so. */
function findPlace(element: Element, root: Document | ShadowRoot): string {
  let path = '';
  for (let at: Element | null = element; at; at = at.parentElement) {
    const { localName } = at;
    const alike = filter(
      at.parentElement?.children ?? [],
      (other) => other.localName === localName,
    );
    let index = 0;
    each(alike, (other, i) => {
      if (other === at) index = i + 1;
    });
    path = `${localName}${alike.length > 1 ? `:nth-of-type(${index})` : ''}${path && ` > ${path}`}`;
    if (root.querySelectorAll(path).length === 1) return path;
  }
  return path;
}
