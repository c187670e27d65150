import { formatNumber } from '../ui/number-text.tsx';

type Scalar = string | number | boolean;

/** A value of an attribute or property: text as it is, numbers in the reader's locale, lists by commas. */
export function ValueText({ value }: { value: Scalar | readonly Scalar[] }) {
  if (Array.isArray(value)) {
    return value.length === 0 ? (
      <span className="quiet">empty list</span>
    ) : (
      value.map(show).join(', ')
    );
  }
  if (value === '') return <span className="quiet">empty text</span>;
  return show(value as Scalar);
}

function show(value: Scalar): string {
  return typeof value === 'number' ? formatNumber(value) : String(value);
}
