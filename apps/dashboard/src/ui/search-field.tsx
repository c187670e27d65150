import { Search } from 'lucide-react';
import type { ComponentProps } from 'react';
import { Input } from './input.tsx';

interface SearchFieldProps extends Omit<ComponentProps<'input'>, 'type' | 'onChange' | 'value'> {
  /** What is searched: its accessible name and its placeholder. */
  label: string;
  value: string;
  onChange: (text: string) => void;
}

/** A box to search by. The `/` key focuses the one with `data-search`; Escape empties it. */
export function SearchField({ label, value, onChange, ...rest }: SearchFieldProps) {
  return (
    <div className="search-field">
      <Search size={16} aria-hidden="true" />
      <Input
        type="search"
        data-search
        aria-label={label}
        placeholder={label}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onChange('');
        }}
        spellCheck={false}
        {...rest}
      />
    </div>
  );
}
