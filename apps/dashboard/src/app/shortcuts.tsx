import { useNavigate } from '@tanstack/react-router';
import { Suspense, useEffect, useLayoutEffect, useSyncExternalStore } from 'react';
import { useProject } from '../api/current-project.ts';
import { lazyPart } from '../ui/load-part.ts';
import {
  catchTyping,
  closeOverlay,
  currentOverlay,
  openPalette,
  openShortcutSheet,
  subscribeOverlay,
} from './palette-store.ts';
import { haveSingleKeys } from './single-keys.ts';

const Palette = lazyPart(async () => (await import('./palette.tsx')).Palette);
const Sheet = lazyPart(async () => (await import('./shortcut-sheet.tsx')).ShortcutSheet);

/** The keys that work on every page of a project, and what they open. */
export function Shortcuts() {
  const { id: projectId, mayEdit } = useProject();
  const navigate = useNavigate();
  const overlay = useSyncExternalStore(subscribeOverlay, currentOverlay);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        openPalette();
        return;
      }
      if (event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return;
      if (!haveSingleKeys()) return;
      if (currentOverlay() !== 'none' || document.querySelector('[role="dialog"]')) return;
      if (event.key === '?') openShortcutSheet();
      else if (event.key === '/') focusSearch();
      else if (event.key === 'n' && mayEdit) {
        void navigate({ to: '/p/$projectId/segments/new', params: { projectId } });
      } else return;
      event.preventDefault();
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, [projectId, mayEdit, navigate]);
  return (
    <>
      <Suspense fallback={<TypingCaught />}>
        {overlay === 'palette' && <Palette onClose={closeOverlay} />}
      </Suspense>
      <Suspense>{overlay === 'shortcuts' && <Sheet onClose={closeOverlay} />}</Suspense>
    </>
  );
}

/** Stands where the palette will: nothing to see. */
function TypingCaught() {
  useLayoutEffect(catchTyping, []);
  return null;
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName);
}

function focusSearch(): void {
  document.querySelector<HTMLInputElement>('[data-search]')?.focus();
}
