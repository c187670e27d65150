import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Search } from 'lucide-react';
import { type KeyboardEvent, useDeferredValue, useId, useState } from 'react';
import { useProject } from '../api/current-project.ts';
import { experiencesQuery } from '../api/experiences-api.ts';
import { segmentsQuery } from '../api/segments-api.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { filterCommands, type PaletteCommand } from './filter-commands.ts';
import { listExperiences, listPages, listSegments } from './palette-commands.ts';
import { typedBefore } from './palette-store.ts';
import { usePaletteUsers } from './palette-users.ts';
import './overlays.css';

/** Finds pages, segments, experiences and users by a few letters, and goes there. */
export function Palette({ onClose }: { onClose: () => void }) {
  const project = useProject();
  const navigate = useNavigate();
  const { data: segments = [] } = useQuery(segmentsQuery(project.id));
  const { data: experiences = [] } = useQuery(experiencesQuery(project.id));
  const [text, setText] = useState(typedBefore);
  const [active, setActive] = useState(0);
  const listId = useId();
  const users = usePaletteUsers(useDeferredValue(text));
  const commands = [
    ...filterCommands(
      [
        ...listPages(project),
        ...listSegments(project.id, segments),
        ...listExperiences(project.id, experiences),
      ],
      text,
    ),
    ...users,
  ];
  const run = (command: PaletteCommand | undefined) => {
    if (command === undefined) return;
    onClose();
    void navigate(command.target);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && commands.length > 0) {
      event.preventDefault();
      setActive((active + step + commands.length) % commands.length);
    }
    if (event.key === 'Enter') run(commands[active]);
  };
  return (
    <Dialog open onClose={onClose} title="Jump to" hideTitle place="top" width={560}>
      <div className="palette-input">
        <Search size={16} aria-hidden="true" />
        <input
          role="combobox"
          aria-label="Jump to a page, a segment, an experience or a user"
          aria-expanded="true"
          aria-controls={listId}
          aria-activedescendant={commands[active] && `${listId}-${active}`}
          placeholder="Jump to a page, a segment, an experience or a user…"
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setActive(0);
          }}
          onKeyDown={onKeyDown}
          spellCheck={false}
          autoFocus
        />
        <Kbd keys="Esc" />
      </div>
      <div className="palette-list" role="listbox" id={listId} aria-label="Results">
        {commands.map((command, index) => (
          // biome-ignore lint/a11y/useFocusableInteractive lint/a11y/useKeyWithClickEvents: as above; Enter runs it
          <div
            key={command.id}
            id={`${listId}-${index}`}
            role="option"
            aria-selected={index === active}
            className="popup-item"
            data-highlighted={index === active ? '' : undefined}
            onPointerMove={() => setActive(index)}
            onClick={() => run(command)}
            ref={index === active ? scrollIntoView : undefined}
          >
            <command.Icon size={15} aria-hidden="true" />
            <span className="grow truncate">{command.label}</span>
            <span className="popup-note">{command.kind}</span>
          </div>
        ))}
        {commands.length === 0 && <p className="popup-empty">Nothing is called that.</p>}
      </div>
    </Dialog>
  );
}

function scrollIntoView(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: 'nearest' });
}
