import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { ApiProblem } from '../../api/problem.ts';
import { changeOwnName, changePassword, sessionQuery } from '../../api/session-api.ts';
import { Button } from '../../ui/button.tsx';
import { Field, Input } from '../../ui/input.tsx';
import { toasts } from '../../ui/toast-store.ts';
import { useTitle } from '../../ui/use-title.ts';
import { AccountFrame } from './account-frame.tsx';

/** The own name and password, and the way to one's projects. */
export function AccountPage() {
  useTitle('Your account');
  const { data: session } = useSuspenseQuery(sessionQuery);
  return (
    <AccountFrame title="Your account" lead={session.account.email}>
      <NameForm name={session.account.name} />
      <PasswordForm />
      {session.projects.length === 0 && (
        <p>You are not a member of a project. Ask an admin to invite you.</p>
      )}
      {session.projects.map(({ id, name }) => (
        <Link
          key={id}
          to="/p/$projectId/users"
          params={{ projectId: id }}
          className="button button-plain"
        >
          Go to {name}
        </Link>
      ))}
    </AccountFrame>
  );
}

function NameForm({ name: saved }: { name: string }) {
  const client = useQueryClient();
  const [name, setName] = useState(saved);
  const save = useMutation({
    mutationFn: () => changeOwnName(name),
    onSuccess: (session) => {
      client.setQueryData(sessionQuery.queryKey, session);
      setName(session.account.name);
      toasts.show({ text: `You are now called ${session.account.name}.` });
    },
  });
  return (
    <form className="account-form" onSubmit={(event) => submit(event, save.mutate)}>
      <Field label="Name">
        {(control) => (
          <Input
            {...control}
            required
            maxLength={200}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <Button type="submit" disabled={name.trim() === saved} busy={save.isPending}>
        Save name
      </Button>
    </form>
  );
}

function PasswordForm() {
  const client = useQueryClient();
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const save = useMutation({
    mutationFn: () => changePassword(current, password),
    meta: { showsProblem: true },
    onSuccess: (session) => {
      client.setQueryData(sessionQuery.queryKey, session);
      setCurrent('');
      setPassword('');
      toasts.show({ text: 'Your password is changed. Everywhere else you are signed out.' });
    },
  });
  const isCurrentWrong = save.error instanceof ApiProblem && save.error.code === 'wrong_password';
  const problem = save.error ? save.error.message : undefined;
  return (
    <form className="account-form" onSubmit={(event) => submit(event, save.mutate)}>
      <Field label="Current password" error={isCurrentWrong ? problem : undefined}>
        {(control) => (
          <Input
            {...control}
            type="password"
            autoComplete="current-password"
            required
            value={current}
            onChange={(event) => setCurrent(event.target.value)}
          />
        )}
      </Field>
      <Field
        label="New password"
        hint="At least 8 characters, any you like."
        error={isCurrentWrong ? undefined : problem}
      >
        {(control) => (
          <Input
            {...control}
            type="password"
            autoComplete="new-password"
            required
            minLength={8}
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        )}
      </Field>
      <Button type="submit" disabled={!(current && password)} busy={save.isPending}>
        Change password
      </Button>
    </form>
  );
}

function submit(event: FormEvent, save: () => void): void {
  event.preventDefault();
  save();
}
