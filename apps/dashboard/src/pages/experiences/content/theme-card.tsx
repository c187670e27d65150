import type { ExperienceTheme, ExperienceType } from '@muster/protocol';
import { useId } from 'react';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { Field, Input } from '../../../ui/input.tsx';
import { useExperienceForm } from '../experience-form.ts';
import { ChoiceField } from './choice-field.tsx';
import { NumberField } from './number-field.tsx';
import { TextField } from './text-field.tsx';

const positions = [
  { value: 'center', label: 'In the middle' },
  { value: 'top', label: 'At the top' },
  { value: 'bottom', label: 'At the bottom' },
  { value: 'top-left', label: 'Top left' },
  { value: 'top-right', label: 'Top right' },
  { value: 'bottom-left', label: 'Bottom left' },
  { value: 'bottom-right', label: 'Bottom right' },
] as const;

const modes = [
  { value: 'auto', label: 'As the person’s system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
] as const;

/** What the panels of these types are called in English when nobody says otherwise. */
const headings: Partial<Record<ExperienceType, string>> = {
  checklist: 'First steps',
  post: 'What’s new',
  resourceCenter: 'Help',
};

/** How the experience looks: colours, corners, place, and what its panel is called. */
export function ThemeCard() {
  const { experience, editor, dispatch, readOnly, errorAt } = useExperienceForm();
  const { theme } = editor.draft;
  const placeholder = headings[experience.type];
  const change = (part: Partial<ExperienceTheme>) =>
    dispatch({ type: 'retheme', theme: { ...theme, ...part } });
  return (
    <section className="card theme-card">
      <h2>Look</h2>
      {placeholder && (
        <TextField
          label="Heading of the panel"
          hint="Left empty, it is called so in the language of the reader."
          placeholder={placeholder}
          value={theme.heading ?? ''}
          maxLength={60}
          error={errorAt('theme.heading')}
          readOnly={readOnly}
          onChange={(heading) => change({ heading: heading === '' ? undefined : heading })}
        />
      )}
      <div className="field-row">
        <ColourField
          label="Accent"
          value={theme.accent}
          error={errorAt('theme.accent')}
          readOnly={readOnly}
          onChange={(accent) => change({ accent })}
        />
        <OptionalColour
          label="Background"
          start="#ffffff"
          value={theme.background}
          error={errorAt('theme.background')}
          onChange={(background) => change({ background })}
        />
        <OptionalColour
          label="Text"
          start="#151924"
          value={theme.text}
          error={errorAt('theme.text')}
          onChange={(text) => change({ text })}
        />
      </div>
      <div className="field-row">
        <NumberField
          label="Rounding, in pixels"
          value={theme.radius}
          min={0}
          max={32}
          error={errorAt('theme.radius')}
          readOnly={readOnly}
          onChange={(radius) => change({ radius })}
        />
        <ChoiceField
          label="Place on the page"
          options={positions}
          value={theme.position}
          readOnly={readOnly}
          onChange={(position) => change({ position })}
        />
        <ChoiceField
          label="Light or dark"
          options={modes}
          value={theme.mode}
          readOnly={readOnly}
          onChange={(mode) => change({ mode })}
        />
      </div>
    </section>
  );
}

interface ColourFieldProps {
  label: string;
  value: string;
  error: string | undefined;
  readOnly: boolean;
  onChange: (colour: string) => void;
}

/** A colour to pick, and as it is written. */
function ColourField({ label, value, error, readOnly, onChange }: ColourFieldProps) {
  const isColour = /^#[0-9a-f]{6}$/i.test(value);
  return (
    <Field label={label} error={error}>
      {(control) => (
        <span className="colour-field">
          <input
            type="color"
            aria-label={`${label}, picked`}
            value={isColour ? value : '#000000'}
            disabled={readOnly}
            onChange={(event) => onChange(event.target.value)}
          />
          <Input
            {...control}
            className="code"
            value={value}
            maxLength={7}
            spellCheck={false}
            readOnly={readOnly}
            onChange={(event) => onChange(event.target.value)}
          />
        </span>
      )}
    </Field>
  );
}

interface OptionalColourProps {
  label: string;
  /** What it begins with when it is no longer left to the mode. */
  start: string;
  value: string | null;
  error: string | undefined;
  onChange: (colour: string | null) => void;
}

/** A colour that the mode gives unless it is set. */
function OptionalColour({ label, start, value, error, onChange }: OptionalColourProps) {
  const { readOnly } = useExperienceForm();
  const id = useId();
  return (
    <div className="optional-colour">
      {value === null ? (
        <div className="field">
          <span className="field-label">{label}</span>
          <span className="quiet colour-auto">By light or dark</span>
        </div>
      ) : (
        <ColourField
          label={label}
          value={value}
          error={error}
          readOnly={readOnly}
          onChange={onChange}
        />
      )}
      <label className="check-line" htmlFor={id}>
        <Checkbox
          id={id}
          label={`${label}: one of my own`}
          checked={value !== null}
          disabled={readOnly}
          onChange={(event) => onChange(event.target.checked ? start : null)}
        />
        <span>Own colour</span>
      </label>
    </div>
  );
}
