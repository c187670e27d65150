/** How long somebody takes for the same work. */
export interface Bar {
  name: string;
  /** Greater than 0. */
  value: number;
  /** Ours is drawn in a colour of its own. */
  isOurs?: boolean;
}

const width = 760;
const frame = { left: 270, right: 680, top: 44, row: 26 };

/**
 * An SVG of bars by powers of ten, the shortest first: what is ten times as long is one line of the grid further.
 *
 * @param title also what a screen reader says of it
 * @param unit of the values
 */
export function drawBars(title: string, unit: string, bars: readonly Bar[]): string {
  const sorted = [...bars].sort((one, other) => one.value - other.value);
  const values = sorted.map(({ value }) => value);
  const low = Math.floor(Math.log10(Math.min(...values) / 1.5));
  const high = Math.ceil(Math.log10(Math.max(...values)));
  const place = (value: number) =>
    Math.round(
      frame.left + ((Math.log10(value) - low) / (high - low)) * (frame.right - frame.left),
    );
  const bottom = frame.top + sorted.length * frame.row;
  const ticks = Array.from({ length: high - low + 1 }, (_, at) => 10 ** (low + at));
  const grid = ticks.map(
    (value) =>
      `<path d="M${place(value)} ${frame.top - 6}V${bottom}" stroke="#d1d9e0"/>` +
      `<text x="${place(value)}" y="${bottom + 18}" text-anchor="middle">${tell(value)} ${unit}</text>`,
  );
  const rows = sorted.map(({ name, value, isOurs = false }, at) => {
    const top = frame.top + at * frame.row;
    const fill = isOurs ? '#1f6feb' : '#8c959f';
    return (
      `<text x="${frame.left - 10}" y="${top + 14}" text-anchor="end">${toText(name)}</text>` +
      `<rect x="${frame.left}" y="${top + 2}" width="${place(value) - frame.left}" height="16" fill="${fill}"/>` +
      `<text x="${place(value) + 6}" y="${top + 14}">${tell(value)}</text>`
    );
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${bottom + 34}" role="img" aria-label="${toText(title)}">
<style>text{font:12px sans-serif;fill:#1f2328}</style>
<rect width="100%" height="100%" fill="#ffffff"/>
<text x="20" y="22" style="font-weight:600">${toText(title)}</text>
${grid.join('\n')}
${rows.join('\n')}
</svg>
`;
}

/** With three digits that say something. */
function tell(value: number): string {
  return Number(value.toPrecision(3)).toLocaleString('en-US', { maximumFractionDigits: 3 });
}

function toText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
