import { Combobox as Base } from '@base-ui/react/combobox';
import { Check, ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Option } from './select.tsx';
import './input.css';
import './popup.css';

interface ComboboxProps<Value extends string> {
  /** Accessible name of the button and of the search box in the popup. */
  label: string;
  options: readonly Option<Value>[];
  value: Value | null;
  onChange: (value: Value) => void;
  placeholder?: string;
  /** Said when nothing matches. */
  empty?: string;
  disabled?: boolean;
  /** Set when the options come from outside for what was typed: nothing is filtered here. */
  onSearch?: (text: string) => void;
  /** The content of the button; the chosen option's label by default. */
  children?: ReactNode;
  className?: string;
}

/** One of many options, found by typing. */
export function Combobox<Value extends string>({
  label,
  options,
  value,
  onChange,
  placeholder = 'Choose…',
  empty = 'Nothing matches.',
  disabled = false,
  onSearch,
  children,
  className = 'button button-plain select-trigger',
}: ComboboxProps<Value>) {
  const chosen = options.find((option) => option.value === value) ?? null;
  return (
    <Base.Root<Option<Value>>
      items={options}
      value={chosen}
      disabled={disabled}
      // Enter takes the first of what the typing left.
      autoHighlight
      isItemEqualToValue={(one, other) => one.value === other.value}
      onValueChange={(option) => {
        if (option) onChange(option.value);
      }}
      {...(onSearch && {
        filter: null,
        onInputValueChange: (text: string) => onSearch(text),
      })}
    >
      <Base.Trigger className={className} aria-label={label}>
        <span className="truncate">{children ?? chosen?.label ?? value ?? placeholder}</span>
        <ChevronDown size={14} aria-hidden="true" />
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner sideOffset={5} align="start" className="popup-positioner">
          <Base.Popup className="popup" aria-label={label}>
            <div className="combobox-search">
              <Base.Input className="input" placeholder="Search…" aria-label={label} />
            </div>
            <Base.Empty className="popup-empty">{empty}</Base.Empty>
            <Base.List className="combobox-list">
              {(option: Option<Value>) => (
                <Base.Item key={option.value} value={option} className="popup-item">
                  {option.icon}
                  <span className="grow wrap-anywhere">{option.label}</span>
                  {option.note && <span className="popup-note">{option.note}</span>}
                  <span className="item-check">
                    <Base.ItemIndicator>
                      <Check size={14} />
                    </Base.ItemIndicator>
                  </span>
                </Base.Item>
              )}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
