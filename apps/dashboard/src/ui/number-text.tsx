const whole = new Intl.NumberFormat();
const short = new Intl.NumberFormat(undefined, { notation: 'compact', maximumFractionDigits: 1 });

/** A number in the reader's locale: `18,942`. */
export function formatNumber(value: number): string {
  return whole.format(value);
}

/** `1 user`, `18,942 users`. */
export function formatCount(count: number, one: string, many = `${one}s`): string {
  return `${formatNumber(count)} ${count === 1 ? one : many}`;
}

const percent = new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 1 });

/** A part of a whole in percent, with one digit: `3.7%`. Of nothing, it is –; whoever there is, is not 0%. */
export function formatShare(part: number, all: number): string {
  if (all === 0) return '–';
  const share = part / all;
  return share > 0 && share < 0.0005 ? `<${percent.format(0.001)}` : percent.format(share);
}

/** A number in the reader's locale, `compact` as 18.9K with the whole one on hover. */
export function NumberText({ value, compact = false }: { value: number; compact?: boolean }) {
  if (!compact) return <span className="number-text">{formatNumber(value)}</span>;
  return (
    <span className="number-text" title={formatNumber(value)}>
      {short.format(value)}
    </span>
  );
}
