import { icon } from '../kit/element.ts';

/** A ring that is closed as far as what is done. */
export function ring(done: number, total: number): SVGElement {
  const circle = 'M12 3a9 9 0 1 1-.01 0z';
  const isFull = total > 0 && done >= total;
  const svg = isFull ? icon(circle, 'M8 12.3l2.8 2.8L16 9.6') : icon(circle, circle);
  svg.setAttribute('class', isFull ? 'icon ring full' : 'icon ring');
  const arc = svg.lastChild as SVGPathElement;
  if (isFull) return svg;
  arc.setAttribute('pathLength', '100');
  arc.style.setProperty('stroke-dasharray', `${total > 0 ? (100 * done) / total : 0} 100`);
  return svg;
}
