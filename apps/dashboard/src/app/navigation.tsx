import { useQuery } from '@tanstack/react-query';
import { Link, useRouterState } from '@tanstack/react-router';
import {
  BookOpen,
  CodeXml,
  FileUp,
  Filter,
  Menu as MenuIcon,
  MousePointerClick,
  PlugZap,
  Search,
  Settings,
  Sparkles,
  Users,
  X,
} from 'lucide-react';
import { type ReactNode, Suspense, useEffect, useState } from 'react';
import { useProject } from '../api/current-project.ts';
import { everyone } from '../api/search-users.ts';
import { segmentsQuery } from '../api/segments-api.ts';
import type { Session } from '../api/session-api.ts';
import { countQuery } from '../api/users-api.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { lazyPart } from '../ui/load-part.ts';
import { Logo } from '../ui/logo.tsx';
import { NumberText } from '../ui/number-text.tsx';
import { openPalette } from './palette-store.ts';
import { ThemeButton } from './theme-button.tsx';
import './navigation.css';

// Menus are a third of what a page would load; until they are here, their names stand in their place.
const AccountMenu = lazyPart(async () => (await import('./account-menu.tsx')).AccountMenu);
const ProjectSwitcher = lazyPart(
  async () => (await import('./project-switcher.tsx')).ProjectSwitcher,
);

/** The column at the left; on narrow windows a bar at the top that opens it. */
export function Navigation({ session }: { session: Session }) {
  const { id: projectId, name } = useProject();
  const { data: users } = useQuery(countQuery(projectId, everyone));
  const { data: segments } = useQuery(segmentsQuery(projectId));
  const [isOpen, setOpen] = useState(false);
  const path = useRouterState({ select: ({ location }) => location.pathname });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new page closes the menu
  useEffect(() => setOpen(false), [path]);
  return (
    <header className="navigation" data-open={isOpen || undefined}>
      <div className="navigation-top">
        <Suspense
          fallback={
            <span className="project-switcher">
              <Logo />
              <span className="truncate">{name}</span>
            </span>
          }
        >
          <ProjectSwitcher session={session} />
        </Suspense>
        <IconButton
          label={isOpen ? 'Close the menu' : 'Open the menu'}
          className="navigation-toggle"
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          {isOpen ? <X size={18} /> : <MenuIcon size={18} />}
        </IconButton>
      </div>
      <div className="navigation-rest">
        <button type="button" className="jump" onClick={openPalette}>
          <Search size={14} aria-hidden="true" />
          <span className="grow">Jump to…</span>
          <Kbd keys="Mod+K" />
        </button>
        <nav aria-label="Project" className="navigation-links">
          <Entry to="users" icon={<Users size={15} />} count={users?.count}>
            Users
          </Entry>
          <Entry to="segments" icon={<Filter size={15} />} count={segments?.length}>
            Segments
          </Entry>
          <Entry to="imports" icon={<FileUp size={15} />}>
            Imports
          </Entry>
          <Entry to="experiences" icon={<Sparkles size={15} />}>
            Experiences
          </Entry>
          <Entry to="events" icon={<MousePointerClick size={15} />}>
            Events
          </Entry>
          <Entry to="sources" icon={<PlugZap size={15} />}>
            Sources
          </Entry>
        </nav>
        <div className="navigation-links navigation-bottom">
          <a href="/docs" className="navigation-link" target="_blank" rel="noreferrer">
            <BookOpen size={15} aria-hidden="true" />
            <span className="grow">Docs & API</span>
          </a>
          <Entry to="install" icon={<CodeXml size={15} />}>
            Install
          </Entry>
          <Entry to="settings" icon={<Settings size={15} />}>
            Settings
          </Entry>
          <ThemeButton />
          <Suspense fallback={<span className="navigation-link">{session.account.name}</span>}>
            <AccountMenu session={session} />
          </Suspense>
        </div>
      </div>
    </header>
  );
}

interface EntryProps {
  to:
    | 'users'
    | 'segments'
    | 'imports'
    | 'experiences'
    | 'events'
    | 'sources'
    | 'install'
    | 'settings';
  icon: ReactNode;
  count?: number | undefined;
  children: ReactNode;
}

function Entry({ to, icon, count, children }: EntryProps) {
  const { id: projectId } = useProject();
  return (
    <Link to={`/p/$projectId/${to}`} params={{ projectId }} className="navigation-link">
      {icon}
      <span className="grow">{children}</span>
      {count !== undefined && (
        <span className="navigation-count">
          <NumberText value={count} compact />
        </span>
      )}
    </Link>
  );
}
