import { Link } from '@tanstack/react-router';
import { FileUp } from 'lucide-react';
import { useProject } from '../api/current-project.ts';

/** Leads to the import of a file; nothing for who may not import. */
export function ImportLink({ look = 'plain' }: { look?: 'plain' | 'primary' }) {
  const { id: projectId, mayEdit } = useProject();
  if (!mayEdit) return null;
  return (
    <Link
      to="/p/$projectId/imports/$importId/{-$step}"
      params={{ projectId, importId: 'new' }}
      className={`button button-${look}`}
    >
      <FileUp size={15} aria-hidden="true" /> Import users from CSV
    </Link>
  );
}
