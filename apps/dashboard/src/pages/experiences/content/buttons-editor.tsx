import type { ExperienceStepBody } from '@muster/protocol';
import { useQuery } from '@tanstack/react-query';
import { Plus, X } from 'lucide-react';
import { useProject } from '../../../api/current-project.ts';
import { experiencesQuery } from '../../../api/experiences-api.ts';
import { Button } from '../../../ui/button.tsx';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { Combobox } from '../../../ui/combobox.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { Field } from '../../../ui/input.tsx';
import { ChoiceField } from './choice-field.tsx';
import { useEditedStep } from './step-context.ts';
import { TextField } from './text-field.tsx';

type StepButton = ExperienceStepBody['buttons'][number];

const actions = [
  { value: 'next', label: 'Next step' },
  { value: 'back', label: 'Step back' },
  { value: 'complete', label: 'Complete' },
  { value: 'dismiss', label: 'Dismiss' },
  { value: 'link', label: 'Open a link' },
  { value: 'experience', label: 'Start an experience' },
] as const;

const looks = [
  { value: 'primary', label: 'Primary' },
  { value: 'secondary', label: 'Secondary' },
] as const;

const maxButtons = 3;

/** The buttons of a step, in their order. */
export function ButtonsEditor() {
  const { step, change, readOnly, errorAt } = useEditedStep();
  const { buttons } = step;
  const set = (index: number, button: StepButton) =>
    change({ buttons: buttons.with(index, button) });
  return (
    <>
      {buttons.map((button, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: buttons have no id, and their fields no state
        <fieldset className="step-part" key={index}>
          <legend>Button {index + 1}</legend>
          {!readOnly && (
            <IconButton
              label={`Remove button ${index + 1}`}
              className="part-remove"
              onClick={() => change({ buttons: buttons.toSpliced(index, 1) })}
            >
              <X size={14} />
            </IconButton>
          )}
          <div className="field-row">
            <TextField
              label="Label"
              value={button.label}
              error={errorAt(`buttons[${index}].label`)}
              maxLength={60}
              readOnly={readOnly}
              onChange={(label) => set(index, { ...button, label })}
            />
            <ChoiceField
              label="Look"
              options={looks}
              value={button.style}
              readOnly={readOnly}
              onChange={(style) => set(index, { ...button, style })}
            />
            <ChoiceField
              label="What it does"
              options={actions}
              value={button.action}
              readOnly={readOnly}
              onChange={(action) => set(index, startAction(button, action))}
            />
          </div>
          <ButtonTarget
            button={button}
            path={`buttons[${index}]`}
            onChange={(changed) => set(index, changed)}
          />
        </fieldset>
      ))}
      {!readOnly && buttons.length < maxButtons && (
        <div>
          <Button
            look="quiet"
            className="add-part"
            icon={<Plus size={14} aria-hidden="true" />}
            onClick={() => change({ buttons: [...buttons, newButton(buttons.length)] })}
          >
            Add a button
          </Button>
        </div>
      )}
    </>
  );
}

function newButton(count: number): StepButton {
  return count === 0
    ? { label: 'Next', style: 'primary', action: 'next' }
    : { label: 'Close', style: 'secondary', action: 'dismiss' };
}

/** The button with another action, and only what that one needs. */
function startAction({ label, style, url }: StepButton, action: StepButton['action']): StepButton {
  return { label, style, action, ...(action === 'link' && { url: url ?? 'https://' }) };
}

interface ButtonTargetProps {
  button: StepButton;
  path: string;
  onChange: (button: StepButton) => void;
}

/** Where a link leads, or which experience starts. */
function ButtonTarget({ button, path, onChange }: ButtonTargetProps) {
  const { readOnly, errorAt } = useEditedStep();
  if (button.action === 'link') {
    return (
      <div className="field-row">
        <TextField
          label="Address"
          placeholder="https://… or /a-page"
          value={button.url ?? ''}
          error={errorAt(`${path}.url`)}
          readOnly={readOnly}
          onChange={(url) => onChange({ ...button, url })}
        />
        <div className="check-line">
          <Checkbox
            label="In a new tab"
            checked={button.newTab === true}
            disabled={readOnly}
            onChange={(event) => onChange({ ...button, newTab: event.target.checked })}
          />
          <span aria-hidden="true">In a new tab</span>
        </div>
      </div>
    );
  }
  if (button.action !== 'experience') return null;
  return (
    <Field label="Experience" error={errorAt(`${path}.experienceId`)}>
      {() => <ExperienceChoice button={button} onChange={onChange} />}
    </Field>
  );
}

function ExperienceChoice({ button, onChange }: Omit<ButtonTargetProps, 'path'>) {
  const { readOnly } = useEditedStep();
  const { id: projectId } = useProject();
  const { data: experiences = [] } = useQuery(experiencesQuery(projectId));
  return (
    <Combobox
      label="Which experience it starts"
      placeholder="Choose an experience…"
      options={experiences.map(({ id, name }) => ({ value: id, label: name }))}
      value={button.experienceId ?? null}
      disabled={readOnly}
      onChange={(experienceId) => onChange({ ...button, experienceId })}
    />
  );
}
