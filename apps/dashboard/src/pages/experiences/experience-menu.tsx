import { useNavigate } from '@tanstack/react-router';
import { Copy, Ellipsis, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useProject } from '../../api/current-project.ts';
import { Menu, MenuItem } from '../../ui/menu.tsx';
import { DeleteExperienceDialog } from './delete-experience-dialog.tsx';
import { useExperienceForm } from './experience-form.ts';
import { useDuplicateExperience } from './use-duplicate-experience.ts';

/** What is done more seldom: duplicate, delete. */
export function ExperienceMenu({ isDirty }: { isDirty: boolean }) {
  const { experience } = useExperienceForm();
  const { id: projectId } = useProject();
  const [isDeleting, setDeleting] = useState(false);
  const navigate = useNavigate();
  const duplicate = useDuplicateExperience();
  return (
    <>
      <Menu
        align="end"
        trigger={
          <button type="button" className="icon-button" aria-label="More">
            <Ellipsis size={16} />
          </button>
        }
      >
        <MenuItem
          icon={<Copy size={15} />}
          disabled={isDirty}
          onClick={() => duplicate.mutate(experience.id)}
        >
          {isDirty ? 'Duplicate (save first)' : 'Duplicate'}
        </MenuItem>
        <MenuItem icon={<Trash2 size={15} />} danger onClick={() => setDeleting(true)}>
          Delete…
        </MenuItem>
      </Menu>
      {isDeleting && (
        <DeleteExperienceDialog
          experience={experience}
          onClose={() => setDeleting(false)}
          onDeleted={() => {
            void navigate({
              to: '/p/$projectId/experiences',
              params: { projectId },
              ignoreBlocker: true,
            });
          }}
        />
      )}
    </>
  );
}
