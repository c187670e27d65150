import { Popover } from '@base-ui/react/popover';
import {
  type ComponentProps,
  type KeyboardEvent,
  type ReactNode,
  useCallback,
  useRef,
  useState,
} from 'react';
import '../ui/popup.css';

interface DropDownProps extends Omit<ComponentProps<'button'>, 'content' | 'type'> {
  /** Accessible name of the button and of what it opens. */
  label: string;
  /** What it opens; `close` gives the keyboard back to the button, unless it goes elsewhere. */
  content: (close: (keyboard?: 'elsewhere') => void) => ReactNode;
  popupClassName?: string;
}

/**
 * A button that opens a popup, also when somebody types on it: what is typed is then for the popup. Until
 * it is opened it is a button and nothing more: a tree of a hundred conditions has hundreds of them.
 */
export function DropDown({
  label,
  content,
  popupClassName = '',
  children,
  onClick,
  ...rest
}: DropDownProps) {
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const popup = useRef<HTMLElement>(null);
  const showPopup = useCallback((element: HTMLElement | null) => {
    popup.current = element;
    takeKeyboard(element);
  }, []);
  // Who has the keyboard afterwards is settled before the popup goes. Base UI would settle it later, and
  // could take it away from what a pick has given it to.
  const close = (keyboard: 'back' | 'elsewhere' = 'back') => {
    const { activeElement } = document;
    // Where it has left the popup already it is where somebody wants it.
    const isHere = activeElement === document.body || popup.current?.contains(activeElement);
    if (keyboard === 'back' && isHere) button.current?.focus({ preventScroll: true });
    setOpen(false);
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        aria-label={label}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onClick={(event) => {
          onClick?.(event);
          setOpen(!isOpen);
        }}
        onKeyDown={(event) => {
          if (isOpen || !isText(event)) return;
          // A letter of a value is no shortcut of the page: `n` of Monthly would leave it.
          event.stopPropagation();
          setOpen(true);
        }}
        {...rest}
      >
        {children}
      </button>
      {isOpen && (
        <Popover.Root
          open
          onOpenChange={(open, { event, reason }) => {
            // A press on the button, and the keyboard that it takes, are the button's: they would close what
            // the press then opens again.
            const to = event instanceof FocusEvent ? event.relatedTarget : event.target;
            if (open || button.current?.contains(to as Node | null)) return;
            close(reason === 'focus-out' ? 'elsewhere' : 'back');
          }}
        >
          <Popover.Portal>
            <Popover.Positioner
              anchor={button}
              align="start"
              sideOffset={5}
              collisionPadding={8}
              className="popup-positioner"
            >
              <Popover.Popup
                ref={showPopup}
                className={`popup ${popupClassName}`}
                aria-label={label}
                initialFocus={false}
                finalFocus={false}
              >
                {content(close)}
              </Popover.Popup>
            </Popover.Positioner>
          </Popover.Portal>
        </Popover.Root>
      )}
    </>
  );
}

/** Whether a key writes something. A space presses the button. */
function isText({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  return key.length === 1 && key !== ' ' && !ctrlKey && !metaKey && !altKey;
}

/**
 * Gives the keyboard to the first thing in a popup the moment that it is there. Base UI would do so a
 * frame later, and what somebody types meanwhile would go to the button and be lost.
 */
function takeKeyboard(popup: HTMLElement | null) {
  popup
    ?.querySelector<HTMLElement>('input, select, textarea, button, [tabindex="0"]')
    ?.focus({ preventScroll: true });
}
