import { Suspense } from 'react';
import { lazyPart } from '../../../ui/load-part.ts';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { AnchorEditor } from './anchor-editor.tsx';
import { BodyEditor } from './body-editor.tsx';
import { ButtonsEditor } from './buttons-editor.tsx';
import { ImageEditor } from './image-editor.tsx';
import { QuestionEditor } from './question-editor.tsx';
import { useEditedStep } from './step-context.ts';
import { TaskEditor } from './task-editor.tsx';
import { TextField } from './text-field.tsx';

// The builder of conditions comes with it.
const BlockWho = lazyPart(async () => (await import('./block-who.tsx')).BlockWho);

/** What can be said of a step; some of it for some types only. */
export function StepFields() {
  const { step, type, change, readOnly, errorAt } = useEditedStep();
  return (
    <div className="step-fields">
      <TextField
        label="Title"
        value={step.title}
        error={errorAt('title')}
        maxLength={200}
        readOnly={readOnly}
        onChange={(title) => change({ title })}
      />
      <BodyEditor />
      {(type === 'survey' || step.question) && <QuestionEditor />}
      {(type === 'tour' || type === 'hint' || step.anchor) && <AnchorEditor />}
      {type === 'checklist' && <TaskEditor />}
      <ImageEditor />
      <ButtonsEditor />
      {(type === 'resourceCenter' || step.who) && (
        <Suspense fallback={<Skeleton lines={2} height={36} label="Loading who sees it" />}>
          <BlockWho />
        </Suspense>
      )}
    </div>
  );
}
