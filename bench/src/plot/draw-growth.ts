/** How long one question takes by the number of events. */
export interface Series {
  id: string;
  name: string;
  /** In milliseconds, both greater than 0. */
  points: readonly { events: number; ms: number }[];
}

const size = { width: 760, height: 460 };
const frame = { left: 70, top: 30, right: 480, bottom: 400 };
const colors = ['#1f6feb', '#b35900', '#1a7f37', '#8250df', '#cf222e'];

/**
 * An SVG of both axes by powers of ten, where what grows as the events do is a line of that slope; dashed, such a line
 * through the first question's last point.
 */
export function drawGrowth(series: readonly Series[]): string {
  const all = series.flatMap(({ points }) => points);
  const x = scale(
    all.map(({ events }) => events),
    frame.left,
    frame.right,
  );
  const y = scale(
    all.map(({ ms }) => ms),
    frame.bottom,
    frame.top,
  );
  const marks = series.map(({ name, points }, at) => {
    const color = colors[at % colors.length];
    const places = points.map(({ events, ms }) => `${x.place(events)},${y.place(ms)}`);
    const dots = points.map(
      ({ events, ms }) =>
        `<circle cx="${x.place(events)}" cy="${y.place(ms)}" r="4" fill="${color}"/>`,
    );
    const height = frame.top + 24 + at * 24;
    return [
      `<polyline points="${places.join(' ')}" fill="none" stroke="${color}" stroke-width="2"/>`,
      ...dots,
      `<rect x="${frame.right + 24}" y="${height - 9}" width="10" height="10" fill="${color}"/>`,
      `<text x="${frame.right + 42}" y="${height}">${toText(name)}</text>`,
    ].join('\n');
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="Time of a question by the number of events">
<style>text{font:12px sans-serif;fill:#1f2328}</style>
<rect width="100%" height="100%" fill="#ffffff"/>
${x.ticks.map((value) => `<path d="M${x.place(value)} ${frame.top}V${frame.bottom}" stroke="#d1d9e0"/><text x="${x.place(value)}" y="${frame.bottom + 20}" text-anchor="middle">${tell(value)}</text>`).join('\n')}
${y.ticks.map((value) => `<path d="M${frame.left} ${y.place(value)}H${frame.right}" stroke="#d1d9e0"/><text x="${frame.left - 8}" y="${y.place(value) + 4}" text-anchor="end">${tell(value)} ms</text>`).join('\n')}
${drawSlope(series, x, y)}
${marks.join('\n')}
<text x="${(frame.left + frame.right) / 2}" y="${frame.bottom + 44}" text-anchor="middle">events of the project</text>
</svg>
`;
}

type Scale = ReturnType<typeof scale>;

/** By powers of ten, from the one below the least to the one above the greatest. */
function scale(values: readonly number[], from: number, to: number) {
  const low = Math.floor(Math.log10(Math.min(...values)));
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...values))));
  return {
    place: (value: number) =>
      Math.round(from + ((Math.log10(value) - low) / (high - low)) * (to - from)),
    ticks: Array.from({ length: high - low + 1 }, (_, at) => 10 ** (low + at)),
    low: 10 ** low,
  };
}

/** What would grow as the events do, down to the edge of the plot. */
function drawSlope([first]: readonly Series[], x: Scale, y: Scale): string {
  const last = first?.points.at(-1);
  if (last === undefined) return '';
  const share = Math.min(last.events / x.low, last.ms / y.low);
  const from = `${x.place(last.events / share)} ${y.place(last.ms / share)}`;
  return `<path d="M${from}L${x.place(last.events)} ${y.place(last.ms)}" stroke="#59636e" stroke-dasharray="4 4"/>
<text x="${frame.right + 24}" y="${frame.bottom}">dashed: as the events grow</text>`;
}

function tell(value: number): string {
  if (value >= 1_000_000) return `${value / 1_000_000} M`;
  return value >= 10_000 ? `${value / 1000} k` : `${value}`;
}

function toText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
