import { each } from '../../lists.ts';

type Child = Node | string | undefined;

/**
 * Makes an element. Texts become text: markup in them is shown, never run. An attribute that is
 * undefined or false is left out; true is an empty one. The class comes first, since all have one.
 */
export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  className = '',
  attributes: Record<string, string | number | boolean | undefined> = {},
  children: Child[] = [],
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  if (className) element.className = className;
  setAttributes(element, attributes);
  each(children, (child) => {
    if (child !== undefined) element.append(child);
  });
  return element;
}

function setAttributes(
  element: Element,
  attributes: Record<string, string | number | boolean | undefined>,
): void {
  each(Object.keys(attributes), (name) => {
    const value = attributes[name];
    if (value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? '' : `${value}`);
    }
  });
}

/** A picture of lines, 24 × 24, drawn in the colour of the text around it. */
export function icon(...paths: string[]): SVGElement {
  const namespace = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(namespace, 'svg');
  setAttributes(svg, { viewBox: '0 0 24 24', class: 'icon', 'aria-hidden': 'true' });
  each(paths, (d) => {
    const path = document.createElementNS(namespace, 'path');
    path.setAttribute('d', d);
    svg.append(path);
  });
  return svg;
}

/** Takes away what is in `element` and puts `children` in its place. */
export function fill(element: Element, children: Child[]): void {
  while (element.lastChild) element.lastChild.remove();
  each(children, (child) => {
    if (child !== undefined) element.append(child);
  });
}
