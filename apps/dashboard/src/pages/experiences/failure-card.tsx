import { CircleAlert } from 'lucide-react';
import { describePath, type SaveFailure } from './save-failure.ts';

const titles = { save: 'Not saved', publish: 'Not published' } as const;

/** Why the server refused what was to be saved; each reason also stands at its field. */
export function FailureCard({ failure: { tried, errors } }: { failure: SaveFailure }) {
  return (
    <div className="failure-card" role="alert">
      <CircleAlert size={16} aria-hidden="true" />
      <div>
        <p className="failure-title">{titles[tried]}</p>
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
