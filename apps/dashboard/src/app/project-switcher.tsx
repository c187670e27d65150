import { useNavigate } from '@tanstack/react-router';
import { Check, ChevronsUpDown, Plus } from 'lucide-react';
import { useState } from 'react';
import { useProject } from '../api/current-project.ts';
import type { Session } from '../api/session-api.ts';
import { NewProjectDialog } from '../pages/account/new-project-dialog.tsx';
import { Logo } from '../ui/logo.tsx';
import { Menu, MenuGroup, MenuItem, MenuSeparator } from '../ui/menu.tsx';

/** The name of the project, and the way to others. */
export function ProjectSwitcher({ session }: { session: Session }) {
  const project = useProject();
  const navigate = useNavigate();
  const [isMaking, setMaking] = useState(false);
  const open = (projectId: string) =>
    void navigate({ to: '/p/$projectId/users', params: { projectId } });
  return (
    <>
      <Menu
        trigger={
          <button
            type="button"
            className="project-switcher"
            aria-label={`Project ${project.name}. Switch project`}
          >
            <Logo />
            <span className="truncate">{project.name}</span>
            <ChevronsUpDown size={14} aria-hidden="true" />
          </button>
        }
      >
        <MenuGroup label="Projects">
          {session.projects.map(({ id, name, role }) => (
            <MenuItem key={id} onClick={() => open(id)}>
              <span className="project-item">
                <span className="wrap-anywhere">{name}</span>
                <span className="popup-note">{role}</span>
                {id === project.id && <Check size={14} aria-label="open now" />}
              </span>
            </MenuItem>
          ))}
        </MenuGroup>
        {session.projects.some(({ role }) => role === 'admin') && (
          <>
            <MenuSeparator />
            <MenuItem icon={<Plus size={14} />} onClick={() => setMaking(true)}>
              New project…
            </MenuItem>
          </>
        )}
      </Menu>
      {isMaking && <NewProjectDialog onClose={() => setMaking(false)} onMade={open} />}
    </>
  );
}
