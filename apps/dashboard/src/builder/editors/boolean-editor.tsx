import { ChoiceButton } from '../choice-button.tsx';
import type { OperandEditor } from './operand-editor.ts';

export const booleanEditor: OperandEditor = {
  initial: true,
  Component: ({ value, onChange, label, disabled = false }) => (
    <ChoiceButton
      label={label}
      value={String(value)}
      options={[
        { id: 'true', label: 'true' },
        { id: 'false', label: 'false' },
      ]}
      onChange={(chosen) => onChange(chosen === 'true')}
      disabled={disabled}
      isOperand
    />
  ),
};
