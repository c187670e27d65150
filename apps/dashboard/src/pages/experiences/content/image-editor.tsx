import { ImagePlus, X } from 'lucide-react';
import { Button } from '../../../ui/button.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { useEditedStep } from './step-context.ts';
import { TextField } from './text-field.tsx';

/** The image above the text, by its address, and what it shows for those who do not see it. */
export function ImageEditor() {
  const { step, change, readOnly, errorAt } = useEditedStep();
  const { image } = step;
  if (image === undefined) {
    if (readOnly) return null;
    return (
      <div>
        <Button
          look="quiet"
          className="add-part"
          icon={<ImagePlus size={14} aria-hidden="true" />}
          onClick={() => change({ image: { url: '', alt: '' } })}
        >
          Add an image
        </Button>
      </div>
    );
  }
  return (
    <fieldset className="step-part">
      <legend>Image</legend>
      {!readOnly && (
        <IconButton
          label="Remove the image"
          className="part-remove"
          onClick={() => change({ image: undefined })}
        >
          <X size={14} />
        </IconButton>
      )}
      <div className="field-pair">
        <TextField
          label="Address"
          placeholder="https://…"
          value={image.url}
          error={errorAt('image.url')}
          readOnly={readOnly}
          onChange={(url) => change({ image: { ...image, url } })}
        />
        <TextField
          label="What it shows"
          placeholder="For those who do not see it"
          value={image.alt}
          error={errorAt('image.alt')}
          maxLength={300}
          readOnly={readOnly}
          onChange={(alt) => change({ image: { ...image, alt } })}
        />
      </div>
    </fieldset>
  );
}
