import { NumberText } from '../../ui/number-text.tsx';

export interface CountTile {
  value: number;
  label: string;
  /** What it means, in a line. */
  note: string;
  /** Stands out when there are any. */
  isBad?: boolean;
}

/** Some numbers beside each other, each with what it counts. */
export function CountTiles({ label, tiles }: { label: string; tiles: readonly CountTile[] }) {
  return (
    <ul className="count-tiles" aria-label={label}>
      {tiles.map(({ value, label: what, note, isBad }) => (
        <li key={what} className="count-tile" data-bad={(isBad && value > 0) || undefined}>
          <span className="count-value">
            <NumberText value={value} />
          </span>{' '}
          <span className="count-label">{what}</span>
          <span className="count-note">{note}</span>
        </li>
      ))}
    </ul>
  );
}
