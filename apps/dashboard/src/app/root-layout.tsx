import { Outlet } from '@tanstack/react-router';
import { Toasts } from '../ui/toasts.tsx';
import { ReconnectBanner } from './reconnect-banner.tsx';
import { SessionEndDialog } from './session-end-dialog.tsx';

/** What is around every page. */
export function RootLayout() {
  return (
    <>
      <ReconnectBanner />
      <Outlet />
      <SessionEndDialog />
      <Toasts />
    </>
  );
}
