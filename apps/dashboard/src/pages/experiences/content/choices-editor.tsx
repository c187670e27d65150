import { Plus, X } from 'lucide-react';
import { useRef } from 'react';
import { Button } from '../../../ui/button.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { Input } from '../../../ui/input.tsx';
import { useEditedStep } from './step-context.ts';

interface ChoicesEditorProps {
  choices: readonly string[];
  onChange: (choices: string[]) => void;
}

const maxChoices = 30;

/** What can be chosen: one line each. Enter begins the next, Backspace takes an empty one away. */
export function ChoicesEditor({ choices, onChange }: ChoicesEditorProps) {
  const { readOnly, errorAt } = useEditedStep();
  const list = useRef<HTMLOListElement>(null);
  // Once React has drawn it.
  const focusLater = (index: number) =>
    setTimeout(() => list.current?.querySelectorAll('input')[index]?.focus());
  const add = (index: number) => {
    if (choices.length >= maxChoices) return;
    onChange(choices.toSpliced(index, 0, ''));
    focusLater(index);
  };
  const remove = (index: number) => {
    onChange(choices.toSpliced(index, 1));
    focusLater(Math.max(0, index - 1));
  };
  const error = errorAt('question.choices');
  return (
    <div className="field">
      <span className="field-label">Choices</span>
      <ol className="choices" ref={list}>
        {choices.map((choice, index) => {
          const own = errorAt(`question.choices[${index}]`);
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: choices have no id, and their fields no state
            <li key={index}>
              <Input
                aria-label={`Choice ${index + 1}`}
                value={choice}
                maxLength={200}
                dir="auto"
                readOnly={readOnly}
                aria-invalid={own ? true : undefined}
                onChange={(event) => onChange(choices.with(index, event.target.value))}
                onKeyDown={(event) => {
                  if (readOnly || event.nativeEvent.isComposing) return;
                  if (event.key === 'Enter') add(index + 1);
                  else if (event.key === 'Backspace' && choice === '' && choices.length > 1) {
                    remove(index);
                  } else return;
                  event.preventDefault();
                }}
              />
              {!readOnly && (
                <IconButton
                  label={`Remove choice ${index + 1}`}
                  disabled={choices.length === 1}
                  onClick={() => remove(index)}
                >
                  <X size={14} />
                </IconButton>
              )}
              {own && (
                <p className="field-error" role="alert">
                  {own}
                </p>
              )}
            </li>
          );
        })}
      </ol>
      {error && (
        <p className="field-error" role="alert">
          {error}
        </p>
      )}
      {!readOnly && choices.length < maxChoices && (
        <div>
          <Button
            look="quiet"
            className="add-part"
            icon={<Plus size={14} aria-hidden="true" />}
            onClick={() => add(choices.length)}
          >
            Add a choice
          </Button>
        </div>
      )}
    </div>
  );
}
