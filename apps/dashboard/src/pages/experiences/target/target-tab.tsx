import { useNames } from '../../use-names.ts';
import { describeWho } from '../describe-who.ts';
import { useExperienceForm } from '../experience-form.ts';

/** When, where and to whom it is shown. */
export function TargetTab() {
  const { editor } = useExperienceForm();
  const names = useNames();
  return (
    <section className="card">
      <h2>Who</h2>
      <p>{describeWho(editor.draft.target.who, names)}</p>
    </section>
  );
}
