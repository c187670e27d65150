import { type ReactElement, type SyntheticEvent, useEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { Kbd } from './kbd.tsx';
import './tooltip.css';

interface TooltipProps {
  label: string;
  keys?: string | undefined;
  /** The element that it explains. */
  children: ReactElement;
}

interface Place {
  x: number;
  y: number;
  isAbove: boolean;
}

const afterMs = 400;
/** Below the element, unless the window ends there. */
const roomBelow = 60;

/**
 * A few words on hover and focus; Escape hides them. Never the only place where something is said: they
 * are hidden from screen readers, which hear the element's own name. Base UI's would be a fifth of the
 * first load.
 */
export function Tooltip({ label, keys, children }: TooltipProps) {
  const [place, setPlace] = useState<Place>();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const hide = () => {
    clearTimeout(timer.current);
    setPlace(undefined);
  };
  const show = (event: SyntheticEvent, waitMs: number) => {
    const element = event.target instanceof Element ? event.target.closest('button, a') : null;
    clearTimeout(timer.current);
    if (element) timer.current = setTimeout(() => setPlace(placeOf(element)), waitMs);
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  useEffect(() => {
    if (place === undefined) return;
    const onKeyDown = (event: KeyboardEvent) => event.key === 'Escape' && setPlace(undefined);
    const onScroll = () => setPlace(undefined);
    addEventListener('keydown', onKeyDown);
    addEventListener('scroll', onScroll, { capture: true, passive: true });
    return () => {
      removeEventListener('keydown', onKeyDown);
      removeEventListener('scroll', onScroll, { capture: true });
    };
  }, [place]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it listens for the element within, and has no box
    <span
      className="tooltip-anchor"
      onPointerOver={(event) => event.pointerType === 'mouse' && show(event, afterMs)}
      onPointerOut={hide}
      onPointerDown={hide}
      onFocus={(event) => event.target.matches(':focus-visible') && show(event, 0)}
      onBlur={hide}
    >
      {children}
      {place && createPortal(<Words place={place} label={label} keys={keys} />, document.body)}
    </span>
  );
}

function Words({ place, label, keys }: { place: Place } & Omit<TooltipProps, 'children'>) {
  return (
    <span
      className={`tooltip ${place.isAbove ? 'tooltip-above' : ''}`}
      style={{ left: place.x, top: place.y }}
      aria-hidden="true"
    >
      {label}
      {keys && <Kbd keys={keys} />}
    </span>
  );
}

function placeOf(element: Element): Place {
  const { left, right, top, bottom } = element.getBoundingClientRect();
  const isAbove = bottom + roomBelow > innerHeight;
  return { x: (left + right) / 2, y: isAbove ? top - 6 : bottom + 6, isAbove };
}
