const height = 22;
const step = 4;

/** Bars of the last days, the tallest as high as the line. Decoration: the numbers stand beside it. */
export function Sparkline({ days }: { days: readonly number[] }) {
  const top = Math.max(1, ...days);
  const width = days.length * step;
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      className="sparkline"
      aria-hidden="true"
    >
      {days.map((count, day) => {
        // What happened at all can be seen.
        const tall = count === 0 ? 1 : Math.max(2, (count / top) * height);
        return (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: a bar is of its place
            key={day}
            x={day * step}
            y={height - tall}
            width={step - 1}
            height={tall}
            data-empty={count === 0 || undefined}
          />
        );
      })}
    </svg>
  );
}
