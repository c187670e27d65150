import type { Anchor } from '../shown.ts';

/** Where something is, in pixels of the window. */
export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

type Side = 'top' | 'right' | 'bottom' | 'left';

const gap = 12;
const margin = 8;

/**
 * The left and top edge of a card beside a target: on the wanted side if there is room, otherwise where there
 * is most, and always within the window.
 */
export function placeBeside(
  target: Box,
  card: Pick<Box, 'width' | 'height'>,
  view: Pick<Box, 'width' | 'height'>,
  placement: Anchor['placement'],
): Pick<Box, 'left' | 'top'> {
  const room: Record<Side, number> = {
    bottom: view.height - target.top - target.height - card.height,
    top: target.top - card.height,
    right: view.width - target.left - target.width - card.width,
    left: target.left - card.width,
  };
  const side = chooseSide(room, placement);
  const isBeside = side === 'left' || side === 'right';
  const left = isBeside
    ? side === 'left'
      ? target.left - card.width - gap
      : target.left + target.width + gap
    : target.left + (target.width - card.width) / 2;
  const top = isBeside
    ? target.top + (target.height - card.height) / 2
    : side === 'top'
      ? target.top - card.height - gap
      : target.top + target.height + gap;
  return {
    left: clamp(left, view.width - card.width - margin),
    top: clamp(top, view.height - card.height - margin),
  };
}

function chooseSide(room: Record<Side, number>, placement: Anchor['placement']): Side {
  const needed = gap + margin;
  if (placement !== 'auto' && room[placement] >= needed) return placement;
  let best: Side = 'bottom';
  for (const side of ['top', 'right', 'left'] as const) {
    if (room[best] < needed && room[side] > room[best]) best = side;
  }
  return best;
}

function clamp(value: number, most: number): number {
  return Math.max(margin, Math.min(value, most));
}
