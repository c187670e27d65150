import type { ExperienceStepBody } from '@muster/protocol';
import { Plus } from 'lucide-react';
import { useRef, useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { formatCount } from '../../../ui/number-text.tsx';
import { toasts } from '../../../ui/toast-store.ts';
import { useExperienceForm } from '../experience-form.ts';
import { typeLooks } from '../experience-types.ts';
import { newStepId } from '../new-step-id.ts';
import { StepCard } from './step-card.tsx';
import {
  duplicateStep,
  emptyStep,
  maxSteps,
  moveStep,
  nameStep,
  nudgeStep,
  removeStep,
} from './step-edits.ts';

interface StepsCardProps {
  /** The id of the step that is open. */
  open: string | undefined;
  onOpen: (id: string | undefined) => void;
}

/** The steps of an experience in their order; one is open at a time. */
export function StepsCard({ open, onOpen }: StepsCardProps) {
  const { experience, editor, dispatch, readOnly, errorAt } = useExperienceForm();
  const { steps } = editor.draft;
  const { part } = typeLooks[experience.type];
  const list = useRef<HTMLOListElement>(null);
  const [said, setSaid] = useState('');
  const set = (next: readonly ExperienceStepBody[]) => dispatch({ type: 'restep', steps: next });
  const focusLater = (id: string | undefined) =>
    setTimeout(() =>
      list.current
        ?.querySelector<HTMLElement>(`[data-step="${CSS.escape(id ?? '')}"] .step-toggle`)
        ?.focus(),
    );
  const add = (id: string, next: readonly ExperienceStepBody[]) => {
    if (next.length > maxSteps) {
      toasts.show({ text: `At most ${maxSteps} of them.`, tone: 'bad' });
      return;
    }
    set(next);
    onOpen(id);
    focusLater(id);
  };
  const move = (id: string, next: readonly ExperienceStepBody[]) => {
    if (next === steps) return;
    set(next);
    const place = next.findIndex((step) => step.id === id) + 1;
    setSaid(`Now ${part.toLowerCase()} ${place} of ${next.length}.`);
  };
  const remove = (step: ExperienceStepBody, index: number) => {
    set(removeStep(steps, step.id));
    focusLater((steps[index + 1] ?? steps[index - 1])?.id);
    toasts.show({
      text: `Removed “${nameStep(step, index, part)}”. It is gone when you save.`,
      action: {
        label: 'Undo',
        // Into what the steps are then, not what they were.
        run: () => dispatch({ type: 'insertStep', step, index }),
      },
    });
  };
  const problem = errorAt('steps');
  return (
    <section className="steps" aria-label="Content">
      <div className="card-head">
        <h2>{formatCount(steps.length, part.toLowerCase())}</h2>
      </div>
      {problem && (
        <p className="field-error" role="alert">
          {problem}
        </p>
      )}
      <ol className="step-list" ref={list}>
        {steps.map((step, index) => (
          <StepCard
            key={step.id}
            step={step}
            index={index}
            isLast={index === steps.length - 1}
            isOpen={open === step.id}
            onToggle={() => onOpen(open === step.id ? undefined : step.id)}
            onChange={(changed) => set(steps.with(index, changed))}
            onDuplicate={() => {
              const copyId = newStepId();
              add(copyId, duplicateStep(steps, step.id, copyId));
            }}
            onRemove={() => remove(step, index)}
            onNudge={(by) => {
              move(step.id, nudgeStep(steps, step.id, by));
              focusLater(step.id);
            }}
            onMove={(id, to) => move(id, moveStep(steps, id, to))}
          />
        ))}
      </ol>
      <p className="visually-hidden" aria-live="polite">
        {said}
      </p>
      {!readOnly && (
        <div>
          <Button
            icon={<Plus size={15} aria-hidden="true" />}
            onClick={() => {
              const id = newStepId();
              add(id, [...steps, emptyStep(experience.type, id)]);
            }}
          >
            Add {article(part)} {part.toLowerCase()}
          </Button>
        </div>
      )}
    </section>
  );
}

function article(word: string): string {
  return /^[AEIO]/.test(word) ? 'an' : 'a';
}
