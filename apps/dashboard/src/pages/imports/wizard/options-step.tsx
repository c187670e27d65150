import { type ReactNode, useId } from 'react';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { Field } from '../../../ui/input.tsx';
import { RadioGroup } from '../../../ui/radio-group.tsx';
import { useImportAction } from '../use-import-action.ts';
import { ActionProblem } from './action-problem.tsx';
import { useDraftForm } from './draft-form.ts';
import { DraftText } from './draft-text.tsx';
import { StepFoot } from './step-foot.tsx';
import { whyNotChecked } from './steps.ts';

const blanks = [
  { value: 'keep' as const, label: 'Keep', note: 'A blank cell says nothing: the value stays.' },
  {
    value: 'clear' as const,
    label: 'Clear',
    note: 'A blank cell removes the value that is there.',
  },
];

/** Whom the import may create and change, what it is called, and the segment of its users. */
export function OptionsStep() {
  const { draft, change, save, errorAt, goTo } = useDraftForm();
  const { options, name, description } = draft;
  const act = useImportAction(draft.id, { showsProblem: true });
  const check = async () => {
    if (await save()) act.mutate('validate', { onSuccess: () => goTo('check') });
  };
  return (
    <>
      <div className="card import-card">
        <fieldset className="import-group">
          <legend>Users</legend>
          <Choice
            label="Create users who are not known yet"
            checked={options.createUsers}
            onChange={(createUsers) => change({ options: { createUsers } })}
          />
          <Choice
            label="Update users who are known"
            checked={options.updateUsers}
            onChange={(updateUsers) => change({ options: { updateUsers } })}
          />
        </fieldset>
        <div className="field">
          <span className="field-label" aria-hidden="true">
            Blank cells
          </span>
          <RadioGroup
            label="What a blank cell does"
            options={blanks}
            value={options.blanks}
            onChange={(chosen) => change({ options: { blanks: chosen } })}
          />
        </div>
      </div>
      <div className="card import-card">
        <Field
          label="Name of the import"
          hint="Conditions name it so: Imported in …"
          error={errorAt('name')}
        >
          {(control) => (
            <DraftText
              {...control}
              value={name}
              maxLength={200}
              dir="auto"
              onChange={(text) => change({ name: text })}
            />
          )}
        </Field>
        <Field label="Description" error={errorAt('description')}>
          {(control) => (
            <DraftText
              {...control}
              value={description}
              maxLength={2000}
              dir="auto"
              onChange={(text) => change({ description: text })}
            />
          )}
        </Field>
        <fieldset className="import-group">
          <legend>Segment</legend>
          <Choice
            label="Create a segment of the imported users"
            checked={options.segment !== null}
            onChange={(isWanted) => change({ options: { segment: isWanted ? { name } : null } })}
          />
          {options.segment && (
            <Field
              label="Name of the segment"
              hint="Its one condition is that a user was imported in this file."
              error={errorAt('options.segment.name')}
            >
              {(control) => (
                <DraftText
                  {...control}
                  value={options.segment?.name ?? ''}
                  maxLength={200}
                  dir="auto"
                  onChange={(text) => change({ options: { segment: { name: text } } })}
                />
              )}
            </Field>
          )}
        </fieldset>
      </div>
      {act.error && <ActionProblem error={act.error} />}
      <StepFoot
        isNarrow
        back="columns"
        next="Check the file"
        blocked={whyNotChecked(draft)?.reason}
        onNext={check}
        isBusy={act.isPending}
      />
    </>
  );
}

interface ChoiceProps {
  label: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
  children?: ReactNode;
}

/** A checkbox with its words, which are part of the target. */
function Choice({ label, checked, onChange }: ChoiceProps) {
  const id = useId();
  return (
    <div className="switch-row">
      <Checkbox
        id={id}
        label={label}
        checked={checked}
        onChange={(event) => onChange(event.target.checked)}
      />
      <label htmlFor={id}>{label}</label>
    </div>
  );
}
