import type { Theme } from '../shown.ts';
import { closeButton } from './close-button.ts';
import { stand } from './corners.ts';
import { h } from './element.ts';
import { activeElement, focusOn, holdsFocus, trapFocus } from './focus.ts';

/** A card with the meaning of a dialog. */
export interface Dialog {
  /** Lies over the page and places the card by its `data-at`; lets clicks through. */
  place: HTMLElement;
  card: HTMLElement;
  /** What the card shows; the button that closes it stays. `direction` is that of the text. */
  show(label: string, direction: 'ltr' | 'rtl' | undefined, parts: (Node | undefined)[]): void;
  /** Moves it; only `center` may be modal. */
  setPosition(position: Theme['position']): void;
  /** Takes the card away and gives the keyboard back to where it was. */
  close(): void;
}

export interface DialogOptions {
  root: HTMLElement;
  position: Theme['position'];
  /** Holds the keyboard and covers the page. */
  isModal: boolean;
  /** Takes the keyboard when it opens though it is not modal, since somebody has asked for it. */
  takesFocus?: boolean;
  /** Under 480 pixels it is a sheet as wide as the page, unless this is false. */
  isSheet?: boolean;
  /** The person closes it, by its button or Escape; left out: she cannot. */
  onClose?: () => void;
  /** What the button that closes it is called. */
  closeLabel?: string;
}

/** How long it may take until something is read out. */
const readOutMs = 5000;

/** Opens a dialog in `root`. It does not take itself away: `onClose` decides. */
export function openDialog(options: DialogOptions): Dialog {
  const { root, isModal, takesFocus, onClose } = options;
  const before = activeElement();
  const place = h('div', options.isSheet === false ? 'place' : 'place sheet');
  const card = h('div', 'card', {
    role: 'dialog',
    tabindex: '-1',
    'aria-modal': isModal && 'true',
  });
  if (isModal) place.append(h('div', 'backdrop'));
  place.append(card);
  card.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || event.isComposing || !onClose) return;
    event.preventDefault();
    onClose();
  });
  // What comes by itself does not take the keyboard: it is read out instead.
  const status = isModal || takesFocus ? undefined : h('div', 'unseen', { role: 'status' });
  if (status) root.append(status);
  let isAnnounced = false;
  const announce = (label: string) => {
    if (!status || isAnnounced) return;
    isAnnounced = true;
    status.textContent = label;
    // Whoever reads through the page later meets the card itself.
    setTimeout(() => status.remove(), readOutMs);
  };
  root.append(place);
  let leaveCorner = () => {};
  const setPosition = (position: Theme['position']) => {
    place.setAttribute('data-at', position);
    leaveCorner();
    leaveCorner = stand(place, position, false);
  };
  setPosition(options.position);
  const freeFocus = isModal && trapFocus(card);
  if (isModal || takesFocus) focusOn(card);
  const close = onClose && closeButton(onClose, options.closeLabel);
  return {
    place,
    card,
    show(label, direction, parts) {
      card.setAttribute('aria-label', label);
      announce(label);
      place.setAttribute('dir', direction || pageDirection());
      card.setAttribute('dir', direction || pageDirection());
      const held = holdsFocus(card);
      while (card.lastChild) card.lastChild.remove();
      for (let i = 0; i < parts.length; i += 1) {
        const part = parts[i];
        if (part) card.append(part);
      }
      // Last, so that Tab meets what is asked before what leaves it.
      if (close) card.append(close);
      // Its label is read out, and Tab goes on from the beginning.
      if (held) focusOn(card);
    },
    setPosition,
    close() {
      const held = holdsFocus(card);
      if (freeFocus) freeFocus();
      leaveCorner();
      status?.remove();
      place.remove();
      if (held && before?.isConnected) focusOn(before);
    },
  };
}

/** The direction of the page, for texts that say nothing of theirs. */
export function pageDirection(): 'ltr' | 'rtl' {
  return getComputedStyle(document.documentElement).direction === 'rtl' ? 'rtl' : 'ltr';
}
