import type { JoinBody, OwnProjectBody, RoleBody, SessionBody } from '@muster/protocol';
import { queryOptions } from '@tanstack/react-query';
import { call } from './call.ts';

export type Role = RoleBody;
export type OwnProject = OwnProjectBody;
export type Session = SessionBody;
export type JoinLink = JoinBody;

/** Who is signed in, and to which projects. 401 when nobody is. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => call<Session>('/api/session', { signal }),
  staleTime: 60_000,
  retry: false,
});

export function signIn(email: string, password: string): Promise<Session> {
  return call('/api/session', { method: 'POST', body: { email, password } });
}

export function signOut(): Promise<void> {
  return call('/api/session', { method: 'DELETE' });
}

export function changeOwnName(name: string): Promise<Session> {
  return call('/api/session', { method: 'PATCH', body: { name } });
}

/** Ends every other session of the account. */
export function changePassword(current: string, password: string): Promise<Session> {
  return call('/api/session/password', { method: 'POST', body: { current, password } });
}

/** What the link with this token is for; 404 when it is unknown, used or too old. */
export function lookAtLink(token: string, signal: AbortSignal): Promise<JoinLink> {
  return call('/api/join/look', { method: 'POST', body: { token }, signal });
}

export interface JoinForm {
  token: string;
  password: string;
  email?: string;
  name?: string;
}

/** Uses the link up, and signs in. */
export function join(form: JoinForm): Promise<Session> {
  return call('/api/join', { method: 'POST', body: form });
}

/** A new project, of which the caller is admin. */
export function createProject(name: string, timeZone: string): Promise<OwnProject> {
  return call('/api/projects', { method: 'POST', body: { name, timeZone } });
}
