import { h, icon } from './element.ts';

/** The cross in the corner of a card. */
export function closeButton(onClose: () => void, label = 'Close'): HTMLButtonElement {
  const button = h('button', 'close', { type: 'button', 'aria-label': label }, [
    icon('M6 6l12 12M18 6L6 18'),
  ]);
  button.addEventListener('click', onClose);
  return button;
}
