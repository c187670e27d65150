import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { type ReactNode, useRef } from 'react';
import './dialog.css';

/** What a `Dialog` is given. */
export interface DialogProps {
  open: boolean;
  onClose: () => void;
  title: string;
  /** One sentence under the title: what will happen and to how many. */
  description?: ReactNode;
  /** `side` is a panel along the right edge, `top` a palette near the top. */
  place?: 'center' | 'side' | 'top';
  width?: number;
  /** The title stays for screen readers alone. */
  hideTitle?: boolean;
  children?: ReactNode;
  /** The buttons; the last one is the action. */
  actions?: ReactNode;
}

/** The dialog itself: use `Dialog`, which loads it when it is first opened. */
export function DialogBox({
  open,
  onClose,
  title,
  description,
  place = 'center',
  width = 460,
  hideTitle = false,
  children,
  actions,
}: DialogProps) {
  const popup = useRef<HTMLDivElement>(null);
  return (
    <Base.Root open={open} onOpenChange={(isOpen) => isOpen || onClose()}>
      <Base.Portal>
        <Base.Backdrop className="dialog-backdrop" />
        <Base.Popup
          ref={popup}
          className={`dialog dialog-${place}`}
          style={{ maxWidth: width }}
          // A panel is read from its beginning; a dialog is acted on.
          {...(place === 'side' && { initialFocus: popup })}
        >
          <div className={hideTitle ? 'visually-hidden' : 'dialog-head'}>
            <Base.Title className="dialog-title">{title}</Base.Title>
            {!hideTitle && (
              <Base.Close className="icon-button" aria-label="Close">
                <X size={16} />
              </Base.Close>
            )}
          </div>
          {description && (
            <Base.Description className="dialog-description">{description}</Base.Description>
          )}
          {children}
          {actions && <div className="dialog-actions">{actions}</div>}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
