import type { SegmentSummaryBody } from '@muster/protocol';
import { Suspense } from 'react';
import { Badge } from '../../ui/badge.tsx';
import { lazyPart } from '../../ui/load-part.ts';
import { hueOfColor } from './badge-hues.ts';

export type BadgeBody = NonNullable<SegmentSummaryBody['badge']>;

/** The badge of a segment: emoji or icon, and its label, on its colour. */
export function SegmentBadge({ badge }: { badge: BadgeBody }) {
  return (
    <Badge hue={hueOfColor(badge.color)} mark={<BadgeMark badge={badge} />} label={badge.label} />
  );
}

// The icons are loaded when a badge has one: most have an emoji.
const BadgeIcon = lazyPart(async () => (await import('./badge-icon.tsx')).BadgeIcon);

/** Emoji or icon of a badge alone; nothing when it has neither. */
export function BadgeMark({ badge, size = 13 }: { badge: BadgeBody; size?: number }) {
  if (badge.emoji !== undefined) return <span aria-hidden="true">{badge.emoji}</span>;
  if (badge.icon === undefined) return null;
  return (
    <Suspense fallback={<span style={{ width: size, height: size }} />}>
      <BadgeIcon name={badge.icon} size={size} />
    </Suspense>
  );
}
