import { formatExactTime, formatRelativeTime } from './format-time.ts';
import { useNow } from './use-now.ts';

/** `2 hours ago`, kept current, with the exact time on hover. Nothing is said of a missing time but –. */
export function RelativeTime({ at }: { at: string | null }) {
  const now = useNow(30_000);
  if (at === null) return <span>–</span>;
  return (
    <time dateTime={at} title={formatExactTime(at)}>
      {formatRelativeTime(Date.parse(at), now)}
    </time>
  );
}
