import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { type JoinLink, join, lookAtLink, sessionQuery } from '../../api/session-api.ts';
import { Button } from '../../ui/button.tsx';
import { Field, Input } from '../../ui/input.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useTitle } from '../../ui/use-title.ts';
import { ProblemState } from '../problem-state.tsx';
import { AccountFrame } from './account-frame.tsx';

/** Where set-up and invitation links lead: `/join#<token>`. */
export function JoinPage() {
  useTitle('Join');
  // Read once and taken out of the address, where it would stay in the history of the browser.
  const [token] = useState(() => location.hash.slice(1));
  useEffect(() => history.replaceState(history.state, '', location.pathname), []);
  const { data: link, error } = useQuery({
    queryKey: ['join', token],
    queryFn: ({ signal }) => lookAtLink(token, signal),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (error) {
    return (
      <AccountFrame title="This link opens nothing">
        <ProblemState error={error} what="the invitation" />
        <Link to="/" className="button button-plain">
          Sign in
        </Link>
      </AccountFrame>
    );
  }
  if (link === undefined) {
    return (
      <AccountFrame title="One moment">
        <Skeleton lines={3} />
      </AccountFrame>
    );
  }
  return <JoinForm link={link} token={token} />;
}

function JoinForm({ link, token }: { link: JoinLink; token: string }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [email, setEmail] = useState(link.email ?? '');
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const isSetup = link.kind === 'setup';
  const attempt = useMutation({
    mutationFn: () =>
      join({
        token,
        password,
        ...(isSetup && { email }),
        ...(!link.hasAccount && { name }),
      }),
    meta: { showsProblem: true },
    onSuccess: (session) => {
      client.setQueryData(sessionQuery.queryKey, session);
      void navigate({ to: '/p/$projectId/users', params: { projectId: link.project.id } });
    },
  });
  return (
    <AccountFrame
      title={isSetup ? 'Set up Muster' : `Join ${link.project.name}`}
      lead={
        isSetup
          ? 'You are the first here: this makes your account, and you its administrator.'
          : `You are invited as ${link.role}.`
      }
    >
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
              autoComplete="username"
              required
              readOnly={!isSetup}
              value={email}
              onChange={(event) => setEmail(event.target.value)}
            />
          )}
        </Field>
        {!link.hasAccount && (
          <Field label="Your name">
            {(control) => (
              <Input
                {...control}
                autoComplete="name"
                required
                maxLength={200}
                value={name}
                onChange={(event) => setName(event.target.value)}
              />
            )}
          </Field>
        )}
        <Field
          label={link.hasAccount ? 'Your password' : 'Choose a password'}
          hint={link.hasAccount ? undefined : 'At least 8 characters, any you like.'}
          error={attempt.error ? describeJoinProblem(attempt.error) : undefined}
        >
          {(control) => (
            <Input
              {...control}
              type="password"
              autoComplete={link.hasAccount ? 'current-password' : 'new-password'}
              required
              minLength={link.hasAccount ? undefined : 8}
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
          )}
        </Field>
        <Button type="submit" look="primary" busy={attempt.isPending}>
          {isSetup ? 'Create the account' : 'Join'}
        </Button>
      </form>
    </AccountFrame>
  );
}

function describeJoinProblem(error: Error & { errors?: { message: string }[] }): string {
  return error.errors?.[0]?.message ?? error.message;
}
