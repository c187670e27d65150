import type { UseBody } from '@muster/protocol';
import { RadioGroup } from '../../ui/radio-group.tsx';
import { UseLink } from '../use-list.tsx';
import './use-choices.css';

interface UseChoicesProps {
  experiences: readonly UseBody[];
  /** Ids of those that are shown to everyone; the others are paused. */
  everyone: ReadonlySet<string>;
  onChange: (everyone: ReadonlySet<string>) => void;
}

/** What becomes of each experience whose segment is deleted. */
export function UseChoices({ experiences, everyone, onChange }: UseChoicesProps) {
  const choose = (id: string, isOpen: boolean) => {
    const next = new Set(everyone);
    if (isOpen) next.add(id);
    else next.delete(id);
    onChange(next);
  };
  return (
    <>
      <ul className="use-choices">
        {experiences.map((use) => (
          <li key={use.id}>
            <span className="use-choice-name">
              <UseLink {...use} />
            </span>
            <RadioGroup
              label={`What becomes of “${use.name}”`}
              look="bar"
              value={everyone.has(use.id) ? 'everyone' : 'pause'}
              onChange={(value) => choose(use.id, value === 'everyone')}
              options={[
                { value: 'pause', label: 'Pause' },
                { value: 'everyone', label: 'Show to everyone' },
              ]}
            />
          </li>
        ))}
      </ul>
      <p className="quiet">
        What is paused is seen by nobody until you choose who sees it. What is shown to everyone is
        seen by all people from now on, not only by its users.
      </p>
    </>
  );
}
