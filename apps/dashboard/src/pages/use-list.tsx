import type { UseBody } from '@muster/protocol';
import { Link } from '@tanstack/react-router';
import { Layers, Sparkles } from 'lucide-react';
import { useProject } from '../api/current-project.ts';
import './use-list.css';

/** What uses a segment or an experience, each a link. */
export function UseList({ uses }: { uses: readonly UseBody[] }) {
  return (
    <ul className="use-list">
      {uses.map((use) => (
        <li key={`${use.type} ${use.id}`}>
          <UseLink {...use} />
        </li>
      ))}
    </ul>
  );
}

/** Something that uses another, by its picture and name. */
export function UseLink({ type, id, name }: UseBody) {
  const { id: projectId } = useProject();
  const Icon = type === 'segment' ? Layers : Sparkles;
  const look = { className: 'row-link wrap-anywhere' };
  return (
    <>
      <Icon size={15} aria-hidden="true" className="quiet" />
      {type === 'segment' ? (
        <Link
          to="/p/$projectId/segments/$segmentId"
          params={{ projectId, segmentId: id }}
          {...look}
        >
          {name}
        </Link>
      ) : (
        <Link
          to="/p/$projectId/experiences/$experienceId"
          params={{ projectId, experienceId: id }}
          {...look}
        >
          {name}
        </Link>
      )}
    </>
  );
}
