import { useBuilder } from '../builder-context.ts';
import { ChoiceButton } from '../choice-button.tsx';
import { startTest } from '../start-test.ts';
import type { FieldsProps } from './condition-fields.tsx';
import { TestFields } from './test-fields.tsx';

const interactions = [
  { id: 'seen', label: 'Has been seen', interaction: 'seen', not: false },
  { id: 'not seen', label: 'Has not been seen', interaction: 'seen', not: true },
  { id: 'completed', label: 'Has been completed', interaction: 'completed', not: false },
  { id: 'not completed', label: 'Has not been completed', interaction: 'completed', not: true },
] as const;

/** Whether someone has seen or completed an experience, and which. */
export function ExperienceFields({ condition, onChange }: FieldsProps<'experience'>) {
  const { data, names, readOnly } = useBuilder();
  const { experienceId, interaction, not = false } = condition;
  const experiences = data.catalog.experiences ?? [];
  return (
    <>
      <ChoiceButton
        label="Interaction"
        look="name"
        value={not ? `not ${interaction}` : interaction}
        options={interactions}
        disabled={readOnly}
        onChange={(id) => {
          const chosen = interactions.find((option) => option.id === id);
          if (!chosen) return;
          onChange({
            type: 'experience',
            experienceId,
            interaction: chosen.interaction,
            ...(chosen.not && { not: true }),
          });
        }}
      />
      <ChoiceButton
        label="Experience"
        value={experienceId}
        shown={names.experience(experienceId) ?? `unknown experience ${experienceId}`}
        options={experiences.map(({ id, name }) => ({ id, label: name }))}
        disabled={readOnly}
        isOperand
        onChange={(chosen) => onChange({ ...condition, experienceId: chosen })}
      />
    </>
  );
}

/** How someone has answered a step of an experience. */
export function AnswerFields({ condition, onChange }: FieldsProps<'answer'>) {
  const { data, names, readOnly } = useBuilder();
  const { experienceId, stepId } = condition;
  const questions = (data.catalog.experiences ?? []).flatMap((experience) =>
    experience.steps.map((step) => ({
      id: JSON.stringify([experience.id, step.id]),
      label: `${experience.name} › ${step.name}`,
      experienceId: experience.id,
      step,
    })),
  );
  const id = JSON.stringify([experienceId, stepId]);
  const asked = questions.find((question) => question.id === id);
  const unknown = `${names.experience(experienceId) ?? 'unknown experience'} › unknown step ${stepId}`;
  return (
    <>
      <span className="row-name">Answered with</span>
      <ChoiceButton
        label="Question"
        value={id}
        shown={asked?.label ?? unknown}
        options={questions}
        disabled={readOnly}
        onChange={(chosenId) => {
          const chosen = questions.find((question) => question.id === chosenId);
          if (!chosen) return;
          // Another kind of answer needs another test.
          const { type } = condition;
          const place = { type, experienceId: chosen.experienceId, stepId: chosen.step.id };
          const same = chosen.step.kind === condition.kind;
          onChange(
            same ? { ...condition, ...place } : { ...place, ...startTest(chosen.step.kind) },
          );
        }}
      />
      <TestFields
        test={condition}
        kinds={asked ? [asked.step.kind] : []}
        about={asked?.label ?? unknown}
        choices={asked?.step.choices}
        onChange={onChange}
      />
    </>
  );
}
