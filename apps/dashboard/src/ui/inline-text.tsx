import './inline-text.css';

interface InlineTextProps {
  label: string;
  placeholder: string;
  value: string;
  maxLength: number;
  readOnly: boolean;
  /** Takes the focus when the page opens. */
  isFocused?: boolean;
  className: string;
  onChange: (text: string) => void;
  /** It is left. */
  onLeave?: (() => void) | undefined;
}

/** A text that is edited where it stands: it looks like text until it is pointed at or focused. */
export function InlineText({
  label,
  placeholder,
  value,
  maxLength,
  readOnly,
  isFocused = false,
  className,
  onChange,
  onLeave,
}: InlineTextProps) {
  if (readOnly) {
    return value === '' ? null : (
      <p className={`inline-text wrap-anywhere ${className}`} dir="auto">
        {value}
      </p>
    );
  }
  return (
    <textarea
      aria-label={label}
      placeholder={placeholder}
      value={value}
      maxLength={maxLength}
      rows={1}
      dir="auto"
      className={`inline-text ${className}`}
      // biome-ignore lint/a11y/noAutofocus: a new segment begins with its name
      autoFocus={isFocused}
      spellCheck={false}
      onChange={(event) => onChange(event.target.value.replace(/[\r\n]+/g, ' '))}
      onBlur={onLeave}
      onKeyDown={(event) => {
        if (event.key === 'Enter' || event.key === 'Escape') event.currentTarget.blur();
      }}
    />
  );
}
