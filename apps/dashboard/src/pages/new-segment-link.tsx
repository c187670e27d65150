import { Link } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { useProject } from '../api/current-project.ts';

/** Leads to a new, empty segment; nothing for who may not make one. */
export function NewSegmentLink() {
  const { id: projectId, mayEdit } = useProject();
  if (!mayEdit) return null;
  return (
    <Link to="/p/$projectId/segments/new" params={{ projectId }} className="button button-primary">
      <Plus size={15} aria-hidden="true" /> New segment
    </Link>
  );
}
