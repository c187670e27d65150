import { append, each } from '../../lists.ts';
import type { ShownStep, StepButton, TextNode } from '../shown.ts';
import { directionOf } from './direction.ts';
import { h } from './element.ts';
import { renderText } from './render-text.ts';
import { safeAddress } from './safe-address.ts';

/** The image, title and body of a step, whichever it has. */
export function stepParts(step: ShownStep, titleTag: 'h2' | 'h3' = 'h2'): Node[] {
  const parts: Node[] = [];
  const image = step.image && safeAddress(step.image.url);
  if (image) append(parts, h('img', 'image', { src: image, alt: step.image?.alt || '' }));
  if (step.title) append(parts, h(titleTag, 'title', { dir: 'auto' }, [step.title]));
  if (step.body.length > 0) append(parts, h('div', 'body', {}, [renderText(step.body)]));
  return parts;
}

/** Which way a step runs: its title says it, or else its body. */
export function stepDirection(step: ShownStep): 'ltr' | 'rtl' | undefined {
  return directionOf(`${step.title} ${plainText(step.body)}`);
}

/** The texts of formatted text, one after the other. */
export function plainText(nodes: readonly TextNode[]): string {
  let text = '';
  each(nodes, (node) => {
    text += typeof node === 'string' ? node : `${plainText(node[1])} `;
  });
  return text;
}

/**
 * A button that a step has of its own. A link opens by itself, beside or instead of the page; for all
 * others, and for a link too, `act` is called.
 */
export function stepButton(button: StepButton, act: (button: StepButton) => void): HTMLElement {
  const className = `button ${button.style}`;
  const href = button.action === 'link' ? safeAddress(button.url) : undefined;
  const element = href
    ? h('a', className, { href, rel: 'noopener', target: button.newTab && '_blank' })
    : h('button', className, { type: 'button' });
  element.append(h('span', '', { dir: 'auto' }, [button.label]));
  element.addEventListener('click', () => act(button));
  return element;
}
