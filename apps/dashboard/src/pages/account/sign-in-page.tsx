import { useQuery } from '@tanstack/react-query';
import { useRouter, useSearch } from '@tanstack/react-router';
import { ApiProblem } from '../../api/problem.ts';
import { sessionQuery } from '../../api/session-api.ts';
import { useTitle } from '../../ui/use-title.ts';
import { AccountFrame } from './account-frame.tsx';
import { SignInForm } from './sign-in-form.tsx';

/** Where whoever is not signed in begins. */
export function SignInPage() {
  useTitle('Sign in');
  const router = useRouter();
  const { to } = useSearch({ from: '/sign-in' });
  const { error } = useQuery(sessionQuery);
  if (error instanceof ApiProblem && error.code === 'setup_required') {
    return (
      <AccountFrame
        title="Welcome to Muster"
        lead="Nobody has an account here yet. The server printed a one-time link in its terminal when it started: open it to make the first one."
      >
        {null}
      </AccountFrame>
    );
  }
  return (
    <AccountFrame title="Sign in to Muster">
      <SignInForm onSignedIn={() => router.history.push(isOwnPath(to) ? to : '/')} />
    </AccountFrame>
  );
}

/** Only a path of this origin: the address bar of a link that somebody sent is not to be trusted. */
function isOwnPath(to: string | undefined): to is string {
  return to !== undefined && /^\/(?![/\\])/.test(to);
}
