import { useWho } from '../who/use-who.ts';
import { WhoField } from '../who/who-field.tsx';
import { placeOfStep } from '../who/who-place.ts';
import { useEditedStep } from './step-context.ts';

/** Who sees a block, of those who see its center. */
export function BlockWho() {
  const { step, readOnly } = useEditedStep();
  const [who, editWho] = useWho(placeOfStep(step.id));
  return (
    <fieldset className="step-part">
      <legend>Who</legend>
      <WhoField editor={who} dispatch={editWho} what="this block" readOnly={readOnly} />
    </fieldset>
  );
}
