import { CSPProvider } from '@base-ui/react/csp-provider';
import { Select as Base } from '@base-ui/react/select';
import { Check, ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import './input.css';
import './popup.css';

export interface Option<Value extends string> {
  value: Value;
  label: string;
  /** A second, quieter line. */
  note?: string;
  icon?: ReactNode;
}

interface SelectProps<Value extends string> {
  /** Its accessible name, unless `id` is that of a labelled Field. */
  label?: string;
  id?: string;
  options: readonly Option<Value>[];
  value: Value;
  onChange: (value: Value) => void;
  disabled?: boolean;
  className?: string;
}

/** One of a few options. For many, or where one types to find, use Combobox. */
export function Select<Value extends string>({
  label,
  id,
  options,
  value,
  onChange,
  disabled = false,
  className = 'button button-plain select-trigger',
}: SelectProps<Value>) {
  return (
    <Base.Root
      items={options}
      value={value}
      onValueChange={(chosen) => {
        if (chosen !== null) onChange(chosen);
      }}
      disabled={disabled}
    >
      <Base.Trigger className={className} aria-label={label} id={id}>
        <Base.Value />
        <Base.Icon>
          <ChevronDown size={14} />
        </Base.Icon>
      </Base.Trigger>
      {/* It would write a style into the page, which our policy forbids: one for scrollbars that we do not hide. */}
      <CSPProvider disableStyleElements>
        <Base.Portal>
          <Base.Positioner sideOffset={5} alignItemWithTrigger={false} className="popup-positioner">
            <Base.Popup className="popup popup-menu">
              {options.map((option) => (
                <Base.Item key={option.value} value={option.value} className="popup-item">
                  {option.icon}
                  <span className="grow">
                    <Base.ItemText>{option.label}</Base.ItemText>
                    {option.note && <span className="popup-note"> {option.note}</span>}
                  </span>
                  <span className="item-check">
                    <Base.ItemIndicator>
                      <Check size={14} />
                    </Base.ItemIndicator>
                  </span>
                </Base.Item>
              ))}
            </Base.Popup>
          </Base.Positioner>
        </Base.Portal>
      </CSPProvider>
    </Base.Root>
  );
}
