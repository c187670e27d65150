import { Tooltip as Base } from '@base-ui/react/tooltip';
import type { ReactElement } from 'react';
import { Kbd } from './kbd.tsx';
import './popup.css';

interface TooltipProps {
  label: string;
  keys?: string | undefined;
  /** The element that it explains; it must take a ref and the events of a trigger. */
  children: ReactElement;
}

/** A few words on hover and focus. Never the only place where something is said. */
export function Tooltip({ label, keys, children }: TooltipProps) {
  return (
    <Base.Root>
      <Base.Trigger render={children} delay={400} />
      <Base.Portal>
        <Base.Positioner sideOffset={6} className="popup-positioner">
          <Base.Popup className="tooltip">
            {label}
            {keys && <Kbd keys={keys} />}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
