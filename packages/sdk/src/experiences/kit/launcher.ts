import type { Theme } from '../shown.ts';
import { stand } from './corners.ts';
import { pageDirection } from './dialog.ts';
import { h } from './element.ts';

/** The button in a corner that opens a panel. */
export interface Launcher {
  button: HTMLButtonElement;
  /** Shown and hidden. */
  place: HTMLElement;
  setPosition(position: Theme['position']): void;
  setOpen(isOpen: boolean): void;
  remove(): void;
}

/** Puts a launcher into `root`, above those already in its corner. */
export function openLauncher(
  root: HTMLElement,
  position: Theme['position'],
  className: string,
  onClick: () => void,
): Launcher {
  const button = h('button', `launcher ${className}`, {
    type: 'button',
    'aria-haspopup': 'dialog',
    'aria-expanded': 'false',
  });
  const place = h('aside', 'place', { dir: pageDirection() }, [button]);
  button.addEventListener('click', onClick);
  root.append(place);
  let leave = () => {};
  const setPosition = (next: Theme['position']) => {
    leave();
    const at = cornerOf(next);
    place.setAttribute('data-at', at);
    leave = stand(place, at, true);
  };
  setPosition(position);
  return {
    button,
    place,
    setPosition,
    setOpen: (isOpen) => button.setAttribute('aria-expanded', `${isOpen}`),
    remove() {
      leave();
      place.remove();
    },
  };
}

/** Where a launcher and its panel stand: never in the middle of the page. */
export function cornerOf(position: Theme['position']): Theme['position'] {
  return position === 'center' ? 'bottom-right' : position;
}
