import { Outlet } from '@tanstack/react-router';
import { lazy, Suspense, useSyncExternalStore } from 'react';
import { Toasts } from '../ui/toasts.tsx';
import { ReconnectBanner } from './reconnect-banner.tsx';
import { sessionEnd } from './session-end.ts';

const SessionEndDialog = lazy(async () => ({
  default: (await import('./session-end-dialog.tsx')).SessionEndDialog,
}));

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
