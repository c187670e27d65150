import './progress.css';

interface ProgressProps {
  /** What goes on: its accessible name. */
  label: string;
  value: number;
  max: number;
  /** How far it is, in words; screen readers hear them instead of a percentage. */
  text: string;
}

/** A bar that fills up, and beneath it how far it is. */
export function Progress({ label, value, max, text }: ProgressProps) {
  return (
    <div className="progress">
      <progress
        className="progress-bar"
        aria-label={label}
        aria-valuetext={text}
        value={value}
        max={Math.max(max, 1)}
      />
      <p className="progress-text">{text}</p>
    </div>
  );
}
