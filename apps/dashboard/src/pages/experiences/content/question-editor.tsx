import type { ExperienceQuestion } from '@muster/protocol';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { ChoiceField } from './choice-field.tsx';
import { ChoicesEditor } from './choices-editor.tsx';
import { NumberField } from './number-field.tsx';
import { useEditedStep } from './step-context.ts';
import { TextField } from './text-field.tsx';

const kinds = [
  { value: 'none', label: 'No question: a message' },
  { value: 'nps', label: 'NPS, 0 to 10' },
  { value: 'scale', label: 'Opinion scale' },
  { value: 'slider', label: 'Slider' },
  { value: 'single', label: 'Single choice' },
  { value: 'multiple', label: 'Multiple choice' },
  { value: 'text', label: 'Long text' },
] as const;

/** What a step asks, by the kind of its answer. */
export function QuestionEditor() {
  const { step, change, readOnly, errorAt } = useEditedStep();
  const { question } = step;
  return (
    <fieldset className="step-part">
      <legend>Question</legend>
      <div className="field-row">
        <ChoiceField
          label="Answered by"
          options={kinds}
          value={question?.kind ?? 'none'}
          error={errorAt('question')}
          readOnly={readOnly}
          onChange={(kind) =>
            change({ question: kind === 'none' ? undefined : startQuestion(kind, question) })
          }
        />
        {question && (
          <div className="check-line">
            <Checkbox
              label="Must be answered"
              checked={question.required}
              disabled={readOnly}
              onChange={(event) =>
                change({ question: { ...question, required: event.target.checked } })
              }
            />
            <span aria-hidden="true">Must be answered</span>
          </div>
        )}
      </div>
      {question && (
        <QuestionDetails
          question={question}
          onChange={(changed) => change({ question: changed })}
        />
      )}
    </fieldset>
  );
}

/** A question of another kind, with what both kinds have. */
function startQuestion(
  kind: ExperienceQuestion['kind'],
  before: ExperienceQuestion | undefined,
): ExperienceQuestion {
  const required = before?.required ?? true;
  const choices =
    before && 'choices' in before ? before.choices : ['First choice', 'Second choice'];
  switch (kind) {
    case 'scale':
      return { kind, required, low: 1, high: 5, look: 'numbers' };
    case 'slider':
      return { kind, required, low: 0, high: 100, step: 1 };
    case 'single':
    case 'multiple':
      return { kind, required, choices };
    case 'nps':
    case 'text':
      return { kind, required };
  }
}

interface DetailsProps<Question> {
  question: Question;
  onChange: (question: ExperienceQuestion) => void;
}

function QuestionDetails({ question, onChange }: DetailsProps<ExperienceQuestion>) {
  switch (question.kind) {
    case 'nps':
      return <EndLabels question={question} onChange={onChange} />;
    case 'scale':
      return <ScaleDetails question={question} onChange={onChange} />;
    case 'slider':
      return <SliderDetails question={question} onChange={onChange} />;
    case 'single':
    case 'multiple':
      return (
        <ChoicesEditor
          choices={question.choices}
          onChange={(choices) => onChange({ ...question, choices })}
        />
      );
    case 'text':
      return <TextDetails question={question} onChange={onChange} />;
  }
}

type OfKind<Kind> = Extract<ExperienceQuestion, { kind: Kind }>;

const looks = [
  { value: 'numbers', label: 'Numbers' },
  { value: 'stars', label: 'Stars' },
  { value: 'smileys', label: 'Smileys' },
] as const;

function ScaleDetails({ question, onChange }: DetailsProps<OfKind<'scale'>>) {
  const { readOnly, errorAt } = useEditedStep();
  return (
    <>
      <div className="field-row">
        <ChoiceField
          label="Shown as"
          options={looks}
          value={question.look}
          readOnly={readOnly}
          onChange={(look) => onChange({ ...question, look })}
        />
        <NumberField
          label="From"
          value={question.low}
          min={0}
          max={1}
          error={errorAt('question.low')}
          readOnly={readOnly}
          onChange={(low) => onChange({ ...question, low })}
        />
        <NumberField
          label="To"
          value={question.high}
          min={2}
          max={10}
          error={errorAt('question.high')}
          readOnly={readOnly}
          onChange={(high) => onChange({ ...question, high })}
        />
      </div>
      <EndLabels question={question} onChange={onChange} />
    </>
  );
}

function SliderDetails({ question, onChange }: DetailsProps<OfKind<'slider'>>) {
  const { readOnly, errorAt } = useEditedStep();
  const fields = [
    ['low', 'From'],
    ['high', 'To'],
    ['step', 'In steps of'],
  ] as const;
  return (
    <>
      <div className="field-row">
        {fields.map(([part, label]) => (
          <NumberField
            key={part}
            label={label}
            value={question[part]}
            error={errorAt(`question.${part}`)}
            readOnly={readOnly}
            onChange={(value) => onChange({ ...question, [part]: value })}
          />
        ))}
      </div>
      <EndLabels question={question} onChange={onChange} />
    </>
  );
}

function TextDetails({ question, onChange }: DetailsProps<OfKind<'text'>>) {
  const { readOnly, errorAt } = useEditedStep();
  const { placeholder, ...rest } = question;
  return (
    <TextField
      label="Shown while it is empty"
      value={placeholder ?? ''}
      error={errorAt('question.placeholder')}
      maxLength={120}
      readOnly={readOnly}
      onChange={(text) => onChange({ ...rest, ...(text !== '' && { placeholder: text }) })}
    />
  );
}

type Labelled = OfKind<'nps' | 'scale' | 'slider'>;

/** What stands at both ends of a scale. */
function EndLabels({ question, onChange }: DetailsProps<Labelled>) {
  const { readOnly, errorAt } = useEditedStep();
  const set = (part: 'lowLabel' | 'highLabel', text: string) => {
    const { [part]: _, ...rest } = question;
    onChange({ ...rest, ...(text !== '' && { [part]: text }) } as Labelled);
  };
  return (
    <div className="field-pair">
      <TextField
        label="Words at the low end"
        value={question.lowLabel ?? ''}
        error={errorAt('question.lowLabel')}
        maxLength={60}
        readOnly={readOnly}
        onChange={(text) => set('lowLabel', text)}
      />
      <TextField
        label="Words at the high end"
        value={question.highLabel ?? ''}
        error={errorAt('question.highLabel')}
        maxLength={60}
        readOnly={readOnly}
        onChange={(text) => set('highLabel', text)}
      />
    </div>
  );
}
