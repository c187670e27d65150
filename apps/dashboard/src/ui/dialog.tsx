import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import './dialog.css';

interface DialogProps {
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

/** A modal dialog. Escape and a click beside it close it; focus goes back to where it was. */
export function Dialog({
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
  return (
    <Base.Root open={open} onOpenChange={(isOpen) => isOpen || onClose()}>
      <Base.Portal>
        <Base.Backdrop className="dialog-backdrop" />
        <Base.Popup className={`dialog dialog-${place}`} style={{ maxWidth: width }}>
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
