import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Trash2, UserPlus } from 'lucide-react';
import { useState } from 'react';
import { useProject } from '../../api/current-project.ts';
import {
  changeRole,
  type Invitation,
  type Member,
  membersQuery,
  removeMember,
  revokeInvitation,
} from '../../api/members-api.ts';
import { type Role, sessionQuery } from '../../api/session-api.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Select } from '../../ui/select.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Table } from '../../ui/table.tsx';
import { toasts } from '../../ui/toast-store.ts';
import { ProblemState } from '../problem-state.tsx';
import { InviteDialog } from './invite-dialog.tsx';
import { roles } from './roles.ts';

/** Who may do what in the project, and who is invited. */
export function MembersPage() {
  const { id: projectId } = useProject();
  const { data, error, refetch } = useQuery(membersQuery(projectId));
  const [isInviting, setInviting] = useState(false);
  if (error)
    return <ProblemState error={error} what="the members" onRetry={() => void refetch()} />;
  if (!data) return <Skeleton lines={4} height={36} label="Loading the members" />;
  return (
    <>
      <div className="page-toolbar">
        <p className="quiet">Viewers read, editors write, admins also manage members and keys.</p>
        <Button
          look="primary"
          className="toolbar-end"
          icon={<UserPlus size={15} aria-hidden="true" />}
          onClick={() => setInviting(true)}
        >
          Invite
        </Button>
      </div>
      <MembersTable members={data.members} />
      {data.invitations.length > 0 && <InvitationsTable invitations={data.invitations} />}
      {isInviting && <InviteDialog onClose={() => setInviting(false)} />}
    </>
  );
}

function MembersTable({ members }: { members: readonly Member[] }) {
  const { id: projectId } = useProject();
  const client = useQueryClient();
  const [leaving, setLeaving] = useState<Member>();
  const reload = () => client.invalidateQueries({ queryKey: membersQuery(projectId).queryKey });
  const change = useMutation({
    mutationFn: ({ id, role }: { id: string; role: Role }) => changeRole(projectId, id, role),
    onSuccess: async ({ name, email, role, you }) => {
      toasts.show({ text: `${name || email} is now ${role}.` });
      if (you) await client.invalidateQueries({ queryKey: sessionQuery.queryKey });
    },
    onSettled: reload,
  });
  const remove = useMutation({
    mutationFn: ({ id }: Member) => removeMember(projectId, id),
    onSuccess: (_nothing, { name, email }) => {
      setLeaving(undefined);
      toasts.show({ text: `${name || email} is no member any more, and signed out.` });
    },
    onSettled: reload,
  });
  return (
    <>
      <Table label="Members">
        <thead>
          <tr>
            <th scope="col">Member</th>
            <th scope="col">Role</th>
            <th scope="col">Added</th>
            <th scope="col">Last sign-in</th>
            <th scope="col">
              <span className="visually-hidden">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {members.map((member) => (
            <tr key={member.id}>
              <td>
                <span className="user-line">
                  <Avatar name={member.name || member.email} />
                  <span className="cell-two-lines">
                    <span className="wrap-anywhere">
                      {member.name || member.email}
                      {member.you && <span className="quiet"> (you)</span>}
                    </span>
                    <span className="cell-note wrap-anywhere">{member.email}</span>
                  </span>
                </span>
              </td>
              <td>
                <Select
                  label={`Role of ${member.name || member.email}`}
                  options={roles}
                  value={member.role}
                  onChange={(role) => change.mutate({ id: member.id, role })}
                />
              </td>
              <td>
                <span className="cell-two-lines">
                  <RelativeTime at={member.addedAt} />
                  <span className="cell-note">{member.addedBy}</span>
                </span>
              </td>
              <td>
                <RelativeTime at={member.lastSignInAt} />
              </td>
              <td className="segment-actions">
                <IconButton
                  label={`Remove ${member.name || member.email}`}
                  look="danger"
                  className="row-action"
                  onClick={() => setLeaving(member)}
                >
                  <Trash2 size={15} />
                </IconButton>
              </td>
            </tr>
          ))}
        </tbody>
      </Table>
      {leaving && (
        <Dialog
          open
          onClose={() => setLeaving(undefined)}
          title={`Remove ${leaving.name || leaving.email}?`}
          description="They lose access to this project at once. What they made stays."
          actions={
            <>
              <Button onClick={() => setLeaving(undefined)}>Keep</Button>
              <Button look="danger" busy={remove.isPending} onClick={() => remove.mutate(leaving)}>
                Remove member
              </Button>
            </>
          }
        />
      )}
    </>
  );
}

function InvitationsTable({ invitations }: { invitations: readonly Invitation[] }) {
  const { id: projectId } = useProject();
  const client = useQueryClient();
  const revoke = useMutation({
    mutationFn: ({ id }: Invitation) => revokeInvitation(projectId, id),
    onSuccess: (_nothing, { email }) =>
      toasts.show({ text: `The link for ${email} opens nothing any more.` }),
    onSettled: () => client.invalidateQueries({ queryKey: membersQuery(projectId).queryKey }),
  });
  return (
    <>
      <h2 className="settings-section">Invited</h2>
      <Table label="Invitations">
        <thead>
          <tr>
            <th scope="col">Email</th>
            <th scope="col">Role</th>
            <th scope="col">Invited</th>
            <th scope="col">Link ends</th>
            <th scope="col">
              <span className="visually-hidden">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {invitations.map((invitation) => (
            <tr key={invitation.id}>
              <td className="wrap-anywhere">{invitation.email}</td>
              <td>{invitation.role}</td>
              <td>
                <span className="cell-two-lines">
                  <RelativeTime at={invitation.createdAt} />
                  <span className="cell-note">{invitation.createdBy}</span>
                </span>
              </td>
              <td>
                <RelativeTime at={invitation.expiresAt} />
              </td>
              <td className="segment-actions">
                <IconButton
                  label={`Take back the invitation of ${invitation.email}`}
                  look="danger"
                  onClick={() => revoke.mutate(invitation)}
                >
                  <Trash2 size={15} />
                </IconButton>
              </td>
            </tr>
          ))}
        </tbody>
      </Table>
    </>
  );
}
