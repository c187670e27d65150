import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiProblem } from '../../api/problem.ts';
import { type Session, sessionQuery, signIn } from '../../api/session-api.ts';
import { Button } from '../../ui/button.tsx';
import { Field, Input } from '../../ui/input.tsx';
import './account.css';

interface SignInFormProps {
  /** When it is known who signs in again. */
  email?: string;
  onSignedIn: (session: Session) => void;
}

/** Email and password. A wrong one is said at the password, without saying which of the two was wrong. */
export function SignInForm({ email: known, onSignedIn }: SignInFormProps) {
  const client = useQueryClient();
  const [email, setEmail] = useState(known ?? '');
  const [password, setPassword] = useState('');
  const attempt = useMutation({
    mutationFn: () => signIn(email, password),
    meta: { showsProblem: true },
    onSuccess: (session) => {
      client.setQueryData(sessionQuery.queryKey, session);
      onSignedIn(session);
    },
  });
  return (
    <form
      className="account-form"
      onSubmit={(event) => {
        event.preventDefault();
        attempt.mutate();
      }}
    >
      <Field label="Email">
        {(control) => (
          <Input
            {...control}
            type="email"
            name="email"
            autoComplete="username"
            required
            readOnly={known !== undefined}
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
        )}
      </Field>
      <Field label="Password" error={attempt.error ? describeProblem(attempt.error) : undefined}>
        {(control) => (
          <Input
            {...control}
            type="password"
            name="password"
            autoComplete="current-password"
            required
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        )}
      </Field>
      <Button type="submit" look="primary" busy={attempt.isPending}>
        Sign in
      </Button>
    </form>
  );
}

function describeProblem(error: Error): string {
  if (error instanceof ApiProblem && error.code === 'wrong_credentials') {
    return 'Email and password do not belong together.';
  }
  return error.message;
}
