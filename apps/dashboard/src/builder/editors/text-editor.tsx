import type { OperandEditor } from './operand-editor.ts';

export const textEditor: OperandEditor = {
  initial: '',
  Component: ({ value, onChange, label, disabled = false }) => {
    const text = typeof value === 'string' ? value : '';
    return (
      <input
        className="operand-input operand-text"
        aria-label={label}
        autoComplete="off"
        spellCheck={false}
        placeholder="text"
        data-operand
        disabled={disabled}
        value={text}
        onChange={(event) => onChange(event.target.value, true)}
      />
    );
  },
};
