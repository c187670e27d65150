import { units } from '@muster/conditions';
import { ChoiceButton } from '../choice-button.tsx';
import { NumberField } from './number-editor.tsx';
import type { OperandEditor } from './operand-editor.ts';

export const spanEditor: OperandEditor = {
  initial: { amount: 30, unit: 'day' },
  Component: ({ value, onChange, label, disabled = false }) => {
    const { amount, unit = 'day' } = (value ?? {}) as { amount?: number; unit?: string };
    return (
      <span className="operand-joined">
        <NumberField
          label={`${label}: how many`}
          value={amount}
          isOperand
          disabled={disabled}
          onChange={(number) => onChange({ amount: number, unit }, true)}
        />
        <ChoiceButton
          label={`${label}: unit`}
          value={unit}
          look="quiet"
          options={units.map((id) => ({ id, label: amount === 1 ? id : `${id}s` }))}
          onChange={(chosen) => onChange({ amount, unit: chosen })}
          disabled={disabled}
        />
      </span>
    );
  },
};
