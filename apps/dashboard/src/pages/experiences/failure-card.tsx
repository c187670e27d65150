import { CircleAlert } from 'lucide-react';
import { useExperienceForm } from './experience-form.ts';
import { describePath, listStanding, type SaveFailure } from './save-failure.ts';

const titles = { save: 'Not saved', publish: 'Not published' } as const;

/** Why the server refused what was to be saved, as far as it still holds; it also stands at the fields. */
export function FailureCard({ failure }: { failure: SaveFailure }) {
  const { editor } = useExperienceForm();
  const errors = listStanding(failure, editor.draft);
  if (errors.length === 0) return null;
  return (
    <div className="failure-card" role="alert">
      <CircleAlert size={16} aria-hidden="true" />
      <div>
        <p className="failure-title">{titles[failure.tried]}</p>
        <ul>
          {errors.map(({ path, message }) => (
            <li key={`${path} ${message}`}>
              <span className="failure-path">{describePath(path)}:</span> {message}
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
