import { useQueryClient } from '@tanstack/react-query';
import { sessionQuery } from '../api/session-api.ts';
import { SignInForm } from '../pages/account/sign-in-form.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { sessionEnd } from './session-end.ts';

/** Over an open page whose session has ended: signing in again keeps whatever was being edited. */
export function SessionEndDialog() {
  const client = useQueryClient();
  const session = client.getQueryData(sessionQuery.queryKey);
  // Without one there is no page to keep: the router has gone to the sign-in page.
  if (session === undefined) return null;
  return (
    <Dialog
      open
      onClose={() => sessionEnd.clear()}
      title="You have been signed out"
      description="Sign in again to go on where you are. Nothing on this page is lost."
      width={380}
    >
      <SignInForm
        email={session.account.email}
        onSignedIn={() => {
          sessionEnd.clear();
          void client.invalidateQueries();
        }}
      />
    </Dialog>
  );
}
