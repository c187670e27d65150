import { Download, Tag, Trash2, X } from 'lucide-react';
import { useState } from 'react';
import { useProject } from '../../api/current-project.ts';
import { audienceFilePath } from '../../api/user-changes-api.ts';
import type { UserRef } from '../../api/users-api.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { formatCount } from '../../ui/number-text.tsx';
import { EraseUsersDialog } from './erase-users-dialog.tsx';
import { fileColumns } from './file-columns.ts';
import { TagUsersDialog } from './tag-users-dialog.tsx';
import { toConditions } from './user-selection.ts';

interface SelectionBarProps {
  users: readonly UserRef[];
  columns: readonly string[];
  onClear: () => void;
}

/** Longest address that every server and proxy takes. */
const maxPathLength = 8_000;

/** What can be done with the selected users. */
export function SelectionBar({ users, columns, onClear }: SelectionBarProps) {
  const { id: projectId, mayEdit } = useProject();
  const [open, setOpen] = useState<'tags' | 'erase'>();
  const conditions = toConditions(users);
  const path = conditions && audienceFilePath(projectId, conditions, fileColumns(columns));
  return (
    <section className="selection-bar" aria-label="Selected users">
      <span aria-live="polite">{formatCount(users.length, 'user')} selected</span>
      {mayEdit && (
        <Button
          look="quiet"
          icon={<Tag size={14} aria-hidden="true" />}
          onClick={() => setOpen('tags')}
        >
          Tags…
        </Button>
      )}
      {path && path.length <= maxPathLength && (
        <a className="button button-quiet" href={path} download="users.csv">
          <Download size={14} aria-hidden="true" /> Export
        </a>
      )}
      {mayEdit && (
        <Button
          look="quiet"
          className="button-quiet-danger"
          icon={<Trash2 size={14} aria-hidden="true" />}
          onClick={() => setOpen('erase')}
        >
          Erase…
        </Button>
      )}
      <IconButton label="Clear the selection" onClick={onClear}>
        <X size={15} />
      </IconButton>
      {open === 'tags' && <TagUsersDialog users={users} onClose={() => setOpen(undefined)} />}
      {open === 'erase' && (
        <EraseUsersDialog
          users={users}
          onClose={() => setOpen(undefined)}
          onErased={() => {
            setOpen(undefined);
            onClear();
          }}
        />
      )}
    </section>
  );
}
