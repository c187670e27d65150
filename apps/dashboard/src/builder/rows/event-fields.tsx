import {
  type Count,
  countLabels,
  type EventCondition,
  findDateOperator,
  toWindow,
  type Window,
  windowOperand,
  windowOperators,
} from '@muster/conditions';
import { ChevronDown } from 'lucide-react';
import { useBuilder } from '../builder-context.ts';
import { ChoiceButton } from '../choice-button.tsx';
import { DropDown } from '../drop-down.tsx';
import { editors } from '../editors/editors.ts';
import { NumberField } from '../editors/number-editor.tsx';
import type { FieldsProps } from './condition-fields.tsx';
import { PropertyFilters } from './property-filters.tsx';

const onceOrMore: Count = { operator: 'atLeast', value: 1 };
const ever: Window = { operator: 'ever' };

/** Whether, how often and when an event occurred, and which occurrences are meant. */
export function EventFields({ condition, onChange }: FieldsProps<'event'>) {
  const { readOnly } = useBuilder();
  const { name, count, window = ever, not = false } = condition;
  // "Did not occur" says how often; a count beside it is shown when a tree from elsewhere has one.
  const showsCount = !not || count !== undefined;
  return (
    <>
      <span className="row-name code wrap-anywhere">{name}</span>
      <ChoiceButton
        label={`${name}: operator`}
        look="quiet"
        value={String(not)}
        options={[
          { id: 'false', label: 'occurred' },
          { id: 'true', label: 'did not occur' },
        ]}
        disabled={readOnly}
        onChange={(chosen) => {
          const { count: _, not: __, ...rest } = condition;
          onChange(chosen === 'true' ? { ...rest, not: true } : rest);
        }}
      />
      {showsCount && (
        <CountChip
          about={name}
          count={count ?? onceOrMore}
          disabled={readOnly}
          onChange={(changed, typing) => onChange({ ...condition, count: changed }, typing)}
        />
      )}
      <WindowChip
        about={name}
        window={window}
        disabled={readOnly}
        onChange={(changed, typing) => onChange(withWindow(condition, changed), typing)}
      />
      <PropertyFilters
        condition={condition}
        onChange={(where, typing) => onChange({ ...condition, where: [...where] }, typing)}
      />
    </>
  );
}

function withWindow({ window: _, ...rest }: EventCondition, window: Window): EventCondition {
  return window.operator === 'ever' ? rest : { ...rest, window };
}

interface CountChipProps {
  about: string;
  count: Count;
  disabled: boolean;
  onChange: (count: Count, typing?: boolean) => void;
}

function CountChip({ about, count, disabled, onChange }: CountChipProps) {
  const [low, high] = typeof count.value === 'object' ? count.value : [count.value, count.value];
  const change = (value: unknown) => onChange({ ...count, value } as Count, true);
  const numbers = count.operator === 'between' ? `${show(low)} and ${show(high)}` : show(low);
  const times = numbers === '1' ? 'time' : 'times';
  return (
    <DropDown
      label={`${about}: how often: ${countLabels[count.operator]} ${numbers} ${times}`}
      className="choice choice-box"
      disabled={disabled}
      data-operand
      popupClassName="popover"
      content={() => (
        <div className="event-form">
          <ChoiceButton
            label={`${about}: count`}
            value={count.operator}
            options={Object.entries(countLabels).map(([id, label]) => ({ id, label }))}
            onChange={(id) => onChange(toCount(id as Count['operator'], low, high))}
          />
          <NumberField
            label={`${about}: times`}
            value={low}
            onChange={(number) => change(count.operator === 'between' ? [number, high] : number)}
          />
          {count.operator === 'between' && (
            <>
              <span className="operand-word">and</span>
              <NumberField
                label={`${about}: times at most`}
                value={high}
                onChange={(number) => change([low, number])}
              />
            </>
          )}
          <span className="operand-word">{times}</span>
        </div>
      )}
    >
      <span>
        {countLabels[count.operator]} <b>{numbers}</b> {times}
      </span>
    </DropDown>
  );
}

function toCount(operator: Count['operator'], low: number, high: number): Count {
  return operator === 'between'
    ? { operator, value: [low, Math.max(low, high)] }
    : { operator, value: low };
}

function show(times: number | null): string {
  return times === null ? '…' : times.toLocaleString();
}

interface WindowChipProps {
  about: string;
  window: Window;
  disabled: boolean;
  onChange: (window: Window, typing?: boolean) => void;
}

function WindowChip({ about, window, disabled, onChange }: WindowChipProps) {
  const operator = window.operator === 'ever' ? undefined : findDateOperator(window.operator);
  const operand = window.operator === 'ever' ? undefined : windowOperand(window);
  const parsed = operator?.parse(operand, []);
  const words = operator && parsed?.ok ? operator.describe(parsed.value) : '…';
  const editor = operator && editors[operator.editor];
  return (
    <DropDown
      label={`${about}: when: ${operator ? `${operator.labels.plain} ${words}` : 'ever'}`}
      className="choice choice-box"
      disabled={disabled}
      popupClassName="popover"
      content={() => (
        <div className="event-form">
          <ChoiceButton
            label={`${about}: time`}
            value={window.operator}
            options={windowOperators.map((id) => ({
              id,
              label: id === 'ever' ? 'ever' : findDateOperator(id).labels.plain,
            }))}
            onChange={(id) => onChange(startWindow(id as Window['operator'], window))}
          />
          {editor && window.operator !== 'ever' && (
            <editor.Component
              key={operator.editor}
              label={`${about} ${operator.labels.plain}`}
              value={operand}
              onChange={(value, typing) => onChange(toWindow(window.operator, value), typing)}
            />
          )}
          {operator?.labels.after && <span className="operand-word">{operator.labels.after}</span>}
        </div>
      )}
    >
      {operator ? (
        <span>
          {operator.labels.plain} <b>{words}</b>
        </span>
      ) : (
        <span>ever</span>
      )}
      {!operator && !disabled && <ChevronDown size={13} aria-hidden="true" />}
    </DropDown>
  );
}

/** Another window; what was chosen stays where it is chosen the same way. */
function startWindow(operator: Window['operator'], before: Window): Window {
  if (operator === 'ever') return ever;
  const { editor } = findDateOperator(operator);
  const keeps = before.operator !== 'ever' && findDateOperator(before.operator).editor === editor;
  return toWindow(operator, keeps ? windowOperand(before) : editors[editor].initial);
}
