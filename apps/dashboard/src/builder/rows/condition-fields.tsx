import { type Condition, findNativeField } from '@muster/conditions';
import type { ReactNode } from 'react';
import { useBuilder } from '../builder-context.ts';
import { ChoiceButton } from '../choice-button.tsx';
import { kindsOf } from '../menu/fields.ts';
import { EventFields } from './event-fields.tsx';
import { AnswerFields, ExperienceFields } from './experience-fields.tsx';
import { SegmentFields } from './segment-fields.tsx';
import { TestFields } from './test-fields.tsx';

/** What the fields of one type of condition are given. */
export interface FieldsProps<Type extends Condition['type'] = Condition['type']> {
  condition: Extract<Condition, { type: Type }>;
  onChange: (condition: Condition, typing?: boolean) => void;
}

const fieldsOf: { [Type in Condition['type']]: (props: FieldsProps<Type>) => ReactNode } = {
  attribute: AttributeFields,
  event: EventFields,
  experience: ExperienceFields,
  answer: AnswerFields,
  segment: SegmentFields,
  import: ImportFields,
};

/** The name of what a condition asks about, and everything that edits it. */
export function ConditionFields({ condition, onChange }: FieldsProps) {
  const Fields = fieldsOf[condition.type] as (props: FieldsProps) => ReactNode;
  return <Fields condition={condition} onChange={onChange} />;
}

function AttributeFields({ condition, onChange }: FieldsProps<'attribute'>) {
  const { data } = useBuilder();
  const { source, key } = condition;
  const native = source === 'native' ? findNativeField(key) : undefined;
  const keys = source === 'custom' ? data.catalog.attributes : data.catalog.traits;
  const known = native ? undefined : keys.find((candidate) => candidate.key === key);
  return (
    <>
      {native ? (
        <span className="row-name">{native.label}</span>
      ) : (
        <span className="row-name code wrap-anywhere">{key}</span>
      )}
      <TestFields
        test={condition}
        kinds={native ? [native.kind] : known ? kindsOf(known) : []}
        about={native?.label ?? key}
        subject={{ type: 'attribute', source, key }}
        onChange={onChange}
      />
    </>
  );
}

function ImportFields({ condition, onChange }: FieldsProps<'import'>) {
  const { data, names, readOnly } = useBuilder();
  const { importId, not = false } = condition;
  const imports = data.catalog.imports ?? [];
  return (
    <>
      <ChoiceButton
        label="Import"
        look="name"
        value={String(not)}
        options={[
          { id: 'false', label: 'Imported in' },
          { id: 'true', label: 'Not imported in' },
        ]}
        disabled={readOnly}
        onChange={(chosen) => onChange({ ...condition, not: chosen === 'true' })}
      />
      <ChoiceButton
        label="File"
        value={importId}
        shown={names.import(importId) ?? `unknown import ${importId}`}
        options={imports.map(({ id, name }) => ({ id, label: name }))}
        disabled={readOnly}
        isOperand
        onChange={(chosen) => onChange({ ...condition, importId: chosen })}
      />
    </>
  );
}
