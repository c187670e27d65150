import { Select } from '../../../ui/select.tsx';
import type { DayRange } from './day-range.ts';

const choices = [
  { value: '7', label: 'Last 7 days' },
  { value: '30', label: 'Last 30 days' },
  { value: '90', label: 'Last 90 days' },
  { value: '365', label: 'Last 365 days' },
  { value: 'dates', label: 'From … to …' },
] as const;

interface RangePickerProps {
  range: DayRange;
  /** The days that the range is now: where choosing dates begins. */
  dates: { from: string; to: string };
  onChange: (range: DayRange) => void;
}

/** Which days: a span up to today, or two dates. */
export function RangePicker({ range, dates, onChange }: RangePickerProps) {
  const choose = (value: (typeof choices)[number]['value']) => {
    if (value === 'dates') onChange({ type: 'dates', ...dates });
    else onChange({ type: 'last', days: Number(value) as 7 | 30 | 90 | 365 });
  };
  return (
    <>
      <Select
        label="Days"
        options={choices}
        value={range.type === 'dates' ? 'dates' : (`${range.days}` as const)}
        onChange={choose}
      />
      {range.type === 'dates' && (
        <>
          <input
            type="date"
            className="input analytics-date"
            aria-label="First day"
            value={range.from}
            onChange={(event) => onChange({ ...range, from: event.target.value })}
          />
          <input
            type="date"
            className="input analytics-date"
            aria-label="Last day"
            value={range.to}
            onChange={(event) => onChange({ ...range, to: event.target.value })}
          />
        </>
      )}
    </>
  );
}
