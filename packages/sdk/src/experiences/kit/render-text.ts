import { each } from '../../lists.ts';
import type { TextNode, TextNodeName } from '../shown.ts';
import { h } from './element.ts';
import { safeAddress } from './safe-address.ts';

const tags: Partial<Record<TextNodeName, keyof HTMLElementTagNameMap>> = {
  p: 'p',
  h: 'h3',
  ul: 'ul',
  ol: 'ol',
  li: 'li',
  quote: 'blockquote',
  pre: 'pre',
  code: 'code',
  strong: 'strong',
  em: 'em',
  del: 'del',
  br: 'br',
  hr: 'hr',
};

/** Blocks take their direction each from its own first letter. */
const blocks = ['p', 'h', 'ul', 'ol', 'quote'];

/**
 * Elements for formatted text. A name that is not known, and an address that may not be opened, leave
 * what is in them as text.
 */
export function renderText(nodes: readonly TextNode[]): DocumentFragment {
  const fragment = document.createDocumentFragment();
  each(nodes, (node) => fragment.append(typeof node === 'string' ? node : renderPiece(node)));
  return fragment;
}

function renderPiece(node: Exclude<TextNode, string>): Node {
  const name = node[0];
  const inside = renderText(node[1]);
  const address = safeAddress(node[2]);
  if (name === 'a' && address) return renderLink(address, inside);
  if (name === 'img' && address) {
    return h('img', '', { src: address, alt: inside.textContent || '', loading: 'lazy' });
  }
  const tag = tags[name];
  if (!tag) return inside;
  const isBlock = blocks.indexOf(name) >= 0;
  return h(tag, '', { dir: isBlock && 'auto', tabindex: name === 'pre' && '0' }, [inside]);
}

function renderLink(href: string, inside: Node): HTMLElement {
  // Another site opens beside: whoever follows it has not finished here.
  const isOwn = /^[/#?]/.test(href) && !/^\/\//.test(href);
  return h('a', '', { href, rel: 'noopener', target: !isOwn && '_blank' }, [inside]);
}
