import type { CSSProperties, ReactNode } from 'react';
import './tile.css';

interface TileProps {
  /** OKLCH degrees; lightness and chroma are the theme's. */
  hue: number;
  size?: 18 | 20 | 24 | 28 | 44;
  round?: boolean;
  children: ReactNode;
}

/** A square, or a disc, of one hue around an icon, an emoji or initials. Decoration: it has no name. */
export function Tile({ hue, size = 28, round = false, children }: TileProps) {
  return (
    <span
      className={`tile hued ${round ? 'tile-round' : ''}`}
      style={{ '--hue': hue, '--tile-size': `${size}px` } as CSSProperties}
      aria-hidden="true"
    >
      {children}
    </span>
  );
}
