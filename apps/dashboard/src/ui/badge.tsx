import type { CSSProperties, ReactNode } from 'react';
import './badge.css';

interface BadgeProps {
  /** OKLCH degrees of its hue. */
  hue: number;
  /** An emoji or an icon before the label. */
  mark?: ReactNode;
  /** At most 14 characters, shown in capitals. */
  label?: string | undefined;
}

/** Emoji and caps label on the tile of a hue. */
export function Badge({ hue, mark, label }: BadgeProps) {
  return (
    <span className="badge hued" style={{ '--hue': hue } as CSSProperties}>
      {mark && <span className="badge-mark">{mark}</span>}
      {label && <span className="badge-label">{label}</span>}
    </span>
  );
}

/** A small word about a state: `Live`, `Not applied`, `Production`. */
export function Note({
  tone = 'neutral',
  children,
}: {
  tone?: 'neutral' | 'good' | 'warning' | 'bad' | 'accent';
  children: ReactNode;
}) {
  return <span className={`note note-${tone}`}>{children}</span>;
}
