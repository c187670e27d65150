import { type ComponentProps, useState } from 'react';
import { Input } from '../../../ui/input.tsx';

interface DraftTextProps extends Omit<ComponentProps<'input'>, 'value' | 'onChange'> {
  value: string;
  onChange: (text: string) => void;
}

/**
 * A text of a draft. While it is typed, what is typed stands in it: the server drops blanks at its ends,
 * and would take the one away that the next word comes after.
 */
export function DraftText({ value, onChange, ...rest }: DraftTextProps) {
  const [typed, setTyped] = useState<string>();
  return (
    <Input
      {...rest}
      value={typed ?? value}
      autoComplete="off"
      onChange={(event) => {
        setTyped(event.target.value);
        onChange(event.target.value);
      }}
      onBlur={() => setTyped(undefined)}
    />
  );
}
