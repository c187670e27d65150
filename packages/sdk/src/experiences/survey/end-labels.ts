import { h } from '../kit/element.ts';

/** What the two ends of a scale mean, under it. */
export function endLabels(question: {
  lowLabel?: string | undefined;
  highLabel?: string | undefined;
}): HTMLElement | undefined {
  const { lowLabel, highLabel } = question;
  if (!lowLabel && !highLabel) return undefined;
  return h('div', 'ends', { id: 'ends' }, [
    h('span', '', { dir: 'auto' }, [lowLabel || '']),
    h('span', '', { dir: 'auto' }, [highLabel || '']),
  ]);
}
