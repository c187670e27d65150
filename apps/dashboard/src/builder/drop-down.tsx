import { Popover } from '@base-ui/react/popover';
import { type ComponentProps, type ReactNode, useRef, useState } from 'react';
import '../ui/popup.css';

interface DropDownProps extends Omit<ComponentProps<'button'>, 'content' | 'type'> {
  /** Accessible name of the button and of what it opens. */
  label: string;
  /** What it opens; `close` gives the keyboard back to the button, unless it goes elsewhere. */
  content: (close: (keyboard?: 'elsewhere') => void) => ReactNode;
  popupClassName?: string;
}

/**
 * A button that opens a popup. Until it is opened it is a button and nothing more: a tree of a hundred
 * conditions has hundreds of them.
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
  const keepsKeyboard = useRef(true);
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
          keepsKeyboard.current = true;
          setOpen(!isOpen);
        }}
        {...rest}
      >
        {children}
      </button>
      {isOpen && (
        <Popover.Root
          open
          onOpenChange={(open, { event, reason }) => {
            // A press on the button itself is the button's: it would close and open again.
            const isOwn = button.current?.contains(event.target as Node);
            if (!open && !(reason === 'outside-press' && isOwn)) setOpen(false);
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
                ref={takeKeyboard}
                className={`popup ${popupClassName}`}
                aria-label={label}
                finalFocus={() => (keepsKeyboard.current ? button.current : false)}
              >
                {content((keyboard) => {
                  keepsKeyboard.current = keyboard !== 'elsewhere';
                  setOpen(false);
                })}
              </Popover.Popup>
            </Popover.Positioner>
          </Popover.Portal>
        </Popover.Root>
      )}
    </>
  );
}

/**
 * Gives the keyboard to the first thing in a popup the moment that it is there. Base UI does so a
 * frame later, and what somebody types meanwhile goes to the button and is lost.
 */
function takeKeyboard(popup: HTMLElement | null) {
  popup
    ?.querySelector<HTMLElement>('input, select, textarea, button, [tabindex="0"]')
    ?.focus({ preventScroll: true });
}
