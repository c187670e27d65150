import { useExperienceForm } from '../experience-form.ts';

/** The steps of an experience and how they look. */
export function ContentTab() {
  const { editor } = useExperienceForm();
  return (
    <ol>
      {editor.draft.steps.map(({ id, title }) => (
        <li key={id} className="card">
          {title}
        </li>
      ))}
    </ol>
  );
}
