import type { ExperienceStepBody } from '@muster/protocol';
import { ArrowDown, ArrowUp, ChevronRight, Copy, GripVertical, Trash2 } from 'lucide-react';
import { type KeyboardEvent, useRef } from 'react';
import { Note } from '../../../ui/badge.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { useExperienceForm } from '../experience-form.ts';
import { typeLooks } from '../experience-types.ts';
import { changeStep, EditedStepProvider } from './step-context.ts';
import { nameStep } from './step-edits.ts';
import { StepFields } from './step-fields.tsx';
import { useStepDrag } from './use-step-drag.ts';

interface StepCardProps {
  step: ExperienceStepBody;
  index: number;
  isLast: boolean;
  isOpen: boolean;
  onToggle: () => void;
  onChange: (step: ExperienceStepBody) => void;
  onDuplicate: () => void;
  onRemove: () => void;
  onNudge: (by: -1 | 1) => void;
  onMove: (id: string, to: number) => void;
}

/** One step: its head, by which it is opened and moved, and when it is open its fields. */
export function StepCard(props: StepCardProps) {
  const { step, index, isOpen, onToggle, onChange, onMove } = props;
  const { experience, readOnly, errorAt } = useExperienceForm();
  const card = useRef<HTMLLIElement>(null);
  const handle = useRef<HTMLSpanElement>(null);
  const { part } = typeLooks[experience.type];
  const name = nameStep(step, index, part);
  const dropAt = useStepDrag({
    element: card,
    handle,
    id: step.id,
    index,
    isOff: readOnly,
    onMove,
  });
  const path = `steps[${index}]`;
  return (
    <li ref={card} className="step-card" data-drop={dropAt} data-step={step.id}>
      <div className="step-head">
        {!readOnly && (
          <span ref={handle} className="step-handle" aria-hidden="true">
            <GripVertical size={14} />
          </span>
        )}
        <button
          type="button"
          className="disclosure step-toggle"
          aria-expanded={isOpen}
          aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown"
          onClick={onToggle}
          onKeyDown={readOnly ? undefined : (event) => onStepKey(event, props)}
        >
          <ChevronRight size={14} aria-hidden="true" className="disclosure-arrow" />
          <span className="step-number">{index + 1}</span>
          <span className="truncate" dir="auto">
            {name}
          </span>
          {step.question && <Note>{questionNames[step.question.kind]}</Note>}
          {step.who && step.who.type !== 'everyone' && <Note tone="accent">Some people</Note>}
        </button>
        {!readOnly && <StepActions name={name} {...props} />}
      </div>
      {isOpen && (
        <EditedStepProvider
          value={{
            step,
            type: experience.type,
            readOnly,
            change: (changed) => onChange(changeStep(step, changed)),
            errorAt: (within) => errorAt(`${path}.${within}`),
          }}
        >
          <StepFields />
        </EditedStepProvider>
      )}
    </li>
  );
}

const questionNames = {
  nps: 'NPS',
  scale: 'Scale',
  slider: 'Slider',
  single: 'Single choice',
  multiple: 'Multiple choice',
  text: 'Long text',
} as const;

function StepActions({
  name,
  index,
  isLast,
  onNudge,
  onDuplicate,
  onRemove,
}: StepCardProps & { name: string }) {
  return (
    <span className="step-actions">
      <IconButton
        label={`Move ${name} up`}
        keys="Alt+↑"
        disabled={index === 0}
        onClick={() => onNudge(-1)}
      >
        <ArrowUp size={14} />
      </IconButton>
      <IconButton
        label={`Move ${name} down`}
        keys="Alt+↓"
        disabled={isLast}
        onClick={() => onNudge(1)}
      >
        <ArrowDown size={14} />
      </IconButton>
      <IconButton label={`Duplicate ${name}`} keys="Mod+D" onClick={onDuplicate}>
        <Copy size={14} />
      </IconButton>
      <IconButton label={`Delete ${name}`} look="danger" onClick={onRemove}>
        <Trash2 size={14} />
      </IconButton>
    </span>
  );
}

/** With the head focused, Alt and an arrow move the step, Ctrl/⌘+D copies and Delete takes it away. */
function onStepKey(event: KeyboardEvent, { onNudge, onDuplicate, onRemove }: StepCardProps): void {
  if (event.altKey && event.key === 'ArrowUp') onNudge(-1);
  else if (event.altKey && event.key === 'ArrowDown') onNudge(1);
  else if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === 'd') onDuplicate();
  else if (event.key === 'Delete' || event.key === 'Backspace') onRemove();
  else return;
  event.preventDefault();
}
