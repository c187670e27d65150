import { Bold, Italic, Link2, List } from 'lucide-react';
import { type KeyboardEvent, useId, useLayoutEffect, useRef } from 'react';
import { IconButton } from '../../../ui/icon-button.tsx';
import {
  insertText,
  linkSelection,
  listSelection,
  type Selected,
  wrapSelection,
} from './markdown-edits.ts';
import { useEditedStep } from './step-context.ts';
import { VariableMenu } from './variable-menu.tsx';

/** The text of a step: Markdown as it is written, with a bar for those who do not know it. */
export function BodyEditor() {
  const { step, change, readOnly, errorAt } = useEditedStep();
  const id = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  // React puts the caret of a text that it is given at its end.
  const selection = useRef<Selected>(undefined);
  useLayoutEffect(() => {
    const wanted = selection.current;
    if (wanted?.text !== area.current?.value) return;
    if (wanted) area.current?.setSelectionRange(wanted.from, wanted.to);
    selection.current = undefined;
  });
  const edit = (by: (selected: Selected) => Selected) => {
    if (!area.current || readOnly) return;
    const { value, selectionStart, selectionEnd } = area.current;
    const edited = by({ text: value, from: selectionStart, to: selectionEnd });
    selection.current = edited;
    area.current.focus();
    change({ body: edited.text });
  };
  const bold = () => edit((selected) => wrapSelection(selected, '**', 'bold'));
  const italic = () => edit((selected) => wrapSelection(selected, '*', 'italic'));
  const onKeyDown = (event: KeyboardEvent) => {
    if (!(event.metaKey || event.ctrlKey) || event.shiftKey || event.altKey) return;
    const key = event.key.toLowerCase();
    if (key !== 'b' && key !== 'i') return;
    event.preventDefault();
    if (key === 'b') bold();
    else italic();
  };
  const error = errorAt('body');
  return (
    <div className="field">
      <div className="body-head">
        <label htmlFor={id} className="field-label">
          Text
        </label>
        {!readOnly && (
          <span className="body-tools">
            <IconButton label="Bold" keys="Mod+B" onClick={bold}>
              <Bold size={14} />
            </IconButton>
            <IconButton label="Italic" keys="Mod+I" onClick={italic}>
              <Italic size={14} />
            </IconButton>
            <IconButton label="Link" onClick={() => edit(linkSelection)}>
              <Link2 size={14} />
            </IconButton>
            <IconButton label="List" onClick={() => edit(listSelection)}>
              <List size={14} />
            </IconButton>
            <VariableMenu
              onInsert={(variable) => edit((selected) => insertText(selected, variable))}
            />
          </span>
        )}
      </div>
      <textarea
        id={id}
        ref={area}
        className="input body-text"
        rows={3}
        maxLength={5000}
        dir="auto"
        value={step.body}
        readOnly={readOnly}
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? `${id}-note` : undefined}
        placeholder="Markdown: **bold**, *italic*, [link](https://…)"
        onChange={(event) => change({ body: event.target.value })}
        onKeyDown={onKeyDown}
      />
      {error && (
        <p id={`${id}-note`} className="field-error" role="alert">
          {error}
        </p>
      )}
    </div>
  );
}
