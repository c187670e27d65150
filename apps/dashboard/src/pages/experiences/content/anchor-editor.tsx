import { Crosshair, X } from 'lucide-react';
import { Button } from '../../../ui/button.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { ChoiceField } from './choice-field.tsx';
import { useEditedStep } from './step-context.ts';
import { TextField } from './text-field.tsx';

const placements = [
  { value: 'auto', label: 'Where there is room' },
  { value: 'top', label: 'Above it' },
  { value: 'right', label: 'To its right' },
  { value: 'bottom', label: 'Below it' },
  { value: 'left', label: 'To its left' },
] as const;

const fallbacks = [
  { value: 'wait', label: 'Wait for it, then leave the step out' },
  { value: 'skip', label: 'Leave the step out' },
  { value: 'center', label: 'Show the step in the middle' },
] as const;

/** The element of the page that a step stands at. A hint cannot be without. */
export function AnchorEditor() {
  const { step, type, change, readOnly, errorAt } = useEditedStep();
  const { anchor } = step;
  if (anchor === undefined) {
    if (readOnly) return null;
    return (
      <div>
        <Button
          look="quiet"
          className="add-part"
          icon={<Crosshair size={14} aria-hidden="true" />}
          onClick={() => change({ anchor: { selector: '', placement: 'auto', missing: 'wait' } })}
        >
          Show it at an element
        </Button>
      </div>
    );
  }
  return (
    <fieldset className="step-part">
      <legend>Element of the page</legend>
      {!readOnly && type !== 'hint' && (
        <IconButton
          label="Show it in the middle of the page"
          className="part-remove"
          onClick={() => change({ anchor: undefined })}
        >
          <X size={14} />
        </IconButton>
      )}
      <TextField
        label="CSS selector"
        placeholder="#new-project, [data-tour=menu]"
        value={anchor.selector}
        error={errorAt('anchor.selector') ?? errorAt('anchor')}
        maxLength={500}
        isCode
        readOnly={readOnly}
        onChange={(selector) => change({ anchor: { ...anchor, selector } })}
      />
      <div className="field-pair">
        <ChoiceField
          label="Where it stands"
          options={placements}
          value={anchor.placement}
          readOnly={readOnly}
          onChange={(placement) => change({ anchor: { ...anchor, placement } })}
        />
        <ChoiceField
          label="When the page has no such element"
          options={fallbacks}
          value={anchor.missing}
          readOnly={readOnly}
          onChange={(missing) => change({ anchor: { ...anchor, missing } })}
        />
      </div>
    </fieldset>
  );
}
