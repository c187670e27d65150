import { Outlet } from '@tanstack/react-router';
import { Suspense, useSyncExternalStore } from 'react';
import { lazyPart } from '../ui/load-part.ts';
import { Toasts } from '../ui/toasts.tsx';
import { ReconnectBanner } from './reconnect-banner.tsx';
import { sessionEnd } from './session-end.ts';

const SessionEndDialog = lazyPart(
  async () => (await import('./session-end-dialog.tsx')).SessionEndDialog,
);

/** What is around every page. */
export function RootLayout() {
  const hasEnded = useSyncExternalStore(sessionEnd.subscribe, sessionEnd.hasEnded);
  return (
    <>
      <ReconnectBanner />
      <Outlet />
      <Suspense>{hasEnded && <SessionEndDialog />}</Suspense>
      <Toasts />
    </>
  );
}
