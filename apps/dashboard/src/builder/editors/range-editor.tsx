import type { OperandEditor } from './operand-editor.ts';

/** Two operands of the same shape, lower end first. */
export function rangeEditorOf({ initial, Component }: OperandEditor): OperandEditor {
  return {
    initial: [initial, initial],
    Component: ({ value, onChange, label, ...rest }) => {
      const [low, high] = Array.isArray(value) ? value : [];
      return (
        <span className="operand-range">
          <Component
            {...rest}
            label={`${label}: from`}
            value={low}
            onChange={(end, typing) => onChange([end, high], typing)}
          />
          <span className="operand-word">and</span>
          <Component
            {...rest}
            label={`${label}: to`}
            value={high}
            onChange={(end, typing) => onChange([low, end], typing)}
          />
        </span>
      );
    },
  };
}
