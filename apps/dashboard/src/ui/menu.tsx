import { Menu as Base } from '@base-ui/react/menu';
import type { ComponentProps, ReactElement, ReactNode } from 'react';
import './popup.css';

interface MenuProps {
  /** The button that opens it. */
  trigger: ReactElement;
  align?: 'start' | 'end';
  side?: 'bottom' | 'top';
  children: ReactNode;
}

/** A menu of actions: fill it with MenuItem, MenuLink, MenuSeparator, MenuHeading. */
export function Menu({ trigger, align = 'start', side = 'bottom', children }: MenuProps) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner align={align} side={side} sideOffset={5} className="popup-positioner">
          <Base.Popup className="popup popup-menu">{children}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

interface MenuItemProps extends Omit<ComponentProps<typeof Base.Item>, 'className'> {
  icon?: ReactNode;
  danger?: boolean;
}

/** One action of a menu. */
export function MenuItem({ icon, danger = false, children, ...rest }: MenuItemProps) {
  return (
    <Base.Item className={`popup-item ${danger ? 'popup-item-danger' : ''}`} {...rest}>
      {icon}
      <span className="grow">{children}</span>
    </Base.Item>
  );
}

interface MenuCheckProps extends Omit<ComponentProps<typeof Base.CheckboxItem>, 'className'> {
  children: ReactNode;
}

/** An entry that is on or off; the menu stays open. */
export function MenuCheck({ children, ...rest }: MenuCheckProps) {
  return (
    <Base.CheckboxItem className="popup-item" closeOnClick={false} {...rest}>
      <span className="check-box" aria-hidden="true">
        <Base.CheckboxItemIndicator className="check-mark" />
      </span>
      <span className="grow">{children}</span>
    </Base.CheckboxItem>
  );
}

/** A line between the parts of a menu. */
export function MenuSeparator() {
  return <Base.Separator className="popup-separator" />;
}

/** A part of a menu under a heading. */
export function MenuGroup({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Base.Group>
      <Base.GroupLabel className="popup-heading">{label}</Base.GroupLabel>
      {children}
    </Base.Group>
  );
}
