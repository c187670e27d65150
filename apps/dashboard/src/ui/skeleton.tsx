import { useLate } from './use-late.ts';
import './state.css';

interface SkeletonProps {
  /** How many lines of what is coming. */
  lines?: number;
  height?: number;
  /** What is being loaded, for screen readers. */
  label?: string;
}

/** Grey lines where something will be. They come after 300 ms: what is faster should not flicker. */
export function Skeleton({ lines = 1, height = 16, label = 'Loading' }: SkeletonProps) {
  const isLate = useLate(300);
  return (
    <div className="skeletons" role="status" aria-label={label}>
      {isLate &&
        Array.from({ length: lines }, (_, line) => (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: the lines are alike and never move
            key={line}
            className="skeleton"
            style={{ height, width: `${100 - ((line * 17) % 40)}%` }}
          />
        ))}
    </div>
  );
}
