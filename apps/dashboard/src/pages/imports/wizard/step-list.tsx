import { Link } from '@tanstack/react-router';
import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { useProject } from '../../../api/current-project.ts';
import { stepLabels, steps } from './steps.ts';

const names = { file: 'File', ...stepLabels, import: 'Import' } as const;
const places = ['file', ...steps, 'import'] as const;
type Place = (typeof places)[number];

interface StepListProps {
  /** The draft, once there is one: its steps can then be gone to in any order. */
  importId?: string;
  current: Place;
}

/** All steps of an import, and where one is. */
export function StepList({ importId, current }: StepListProps) {
  const at = places.indexOf(current);
  return (
    <nav aria-label="Steps of the import">
      <ol className="import-steps">
        {places.map((place, index) => (
          <li key={place}>
            <StepPill
              place={place}
              importId={importId}
              mark={index < at ? <Check size={12} /> : index + 1}
              isCurrent={index === at}
            />
          </li>
        ))}
      </ol>
    </nav>
  );
}

interface StepPillProps {
  place: Place;
  importId: string | undefined;
  mark: ReactNode;
  isCurrent: boolean;
}

/** Its number, or that it is behind, and its name, which a narrow window leaves to screen readers. */
function StepPill({ place, importId, mark, isCurrent }: StepPillProps) {
  const { id: projectId } = useProject();
  const step = steps.find((one) => one === place);
  const pill = {
    className: 'import-step',
    'aria-current': isCurrent ? ('step' as const) : undefined,
    'data-at': isCurrent || undefined,
  };
  const content = (
    <>
      <span className="import-step-mark" aria-hidden="true">
        {mark}
      </span>
      <span className="import-step-name">{names[place]}</span>
    </>
  );
  if (importId === undefined || step === undefined) return <span {...pill}>{content}</span>;
  return (
    <Link
      to="/p/$projectId/imports/$importId/{-$step}"
      params={{ projectId, importId, step }}
      {...pill}
    >
      {content}
    </Link>
  );
}
