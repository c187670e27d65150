import type { InvitationBody, MemberBody } from '@muster/protocol';
import { queryOptions } from '@tanstack/react-query';
import { call, projectPath } from './call.ts';
import type { Role } from './session-api.ts';

export type Member = MemberBody;
export type Invitation = InvitationBody;

interface MemberList {
  members: Member[];
  invitations: Invitation[];
}

/** The members of the project, and who is invited. */
export function membersQuery(projectId: string) {
  return queryOptions({
    queryKey: [projectId, 'members'],
    queryFn: ({ signal }) => call<MemberList>(projectPath(projectId, 'members'), { signal }),
  });
}

/** Makes a link for somebody; its `path` is told this once. */
export function invite(
  projectId: string,
  email: string,
  role: Role,
): Promise<Invitation & { path: string }> {
  return call(projectPath(projectId, 'invitations'), { method: 'POST', body: { email, role } });
}

export function revokeInvitation(projectId: string, id: string): Promise<void> {
  return call(projectPath(projectId, 'invitations', id), { method: 'DELETE' });
}

export function changeRole(projectId: string, id: string, role: Role): Promise<Member> {
  return call(projectPath(projectId, 'members', id), { method: 'PATCH', body: { role } });
}

export function removeMember(projectId: string, id: string): Promise<void> {
  return call(projectPath(projectId, 'members', id), { method: 'DELETE' });
}
