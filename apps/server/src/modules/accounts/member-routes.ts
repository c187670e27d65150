import { OpenAPIHono } from '@hono/zod-openapi';
import {
  changeMemberRoute,
  type InvitationBody,
  inviteRoute,
  listMembersRoute,
  type MemberBody,
  removeMemberRoute,
  revokeInvitationRoute,
} from '@muster/protocol';
import type { AppEnv } from '../../http/app-env.ts';
import type { Caller } from '../../http/authenticate.ts';
import type { GuardRoute } from '../../http/guard-route.ts';
import type { Invitation } from '../../store/invitations.ts';
import type { MemberService, MemberState } from './member-service.ts';

/** The members of a project, and who is invited. */
export function createMemberRoutes(guard: GuardRoute, members: MemberService) {
  const app = new OpenAPIHono<AppEnv>();

  app.openapi(guard(listMembersRoute), async (c) => {
    const caller = c.get('caller');
    const found = await members.list(caller);
    return c.json(
      {
        members: found.members.map((state) => toMemberBody(state, caller)),
        invitations: found.invitations.map(toInvitationBody),
      },
      200,
    );
  });

  app.openapi(guard(inviteRoute), async (c) => {
    const { row, path } = await members.invite(c.get('caller'), c.req.valid('json'));
    return c.json({ ...toInvitationBody(row), path }, 201);
  });

  app.openapi(guard(revokeInvitationRoute), async (c) => {
    await members.revokeInvitation(c.get('caller'), c.req.valid('param').invitationId);
    return c.body(null, 204);
  });

  app.openapi(guard(changeMemberRoute), async (c) => {
    const caller = c.get('caller');
    const { role } = c.req.valid('json');
    const state = await members.changeRole(caller, c.req.valid('param').memberId, role);
    return c.json(toMemberBody(state, caller), 200);
  });

  app.openapi(guard(removeMemberRoute), async (c) => {
    await members.remove(c.get('caller'), c.req.valid('param').memberId);
    return c.body(null, 204);
  });

  return app;
}

function toMemberBody({ member, account }: MemberState, caller: Caller): MemberBody {
  const { id, email, name, lastSignInAt } = account;
  return {
    id,
    email,
    name,
    role: member.role,
    addedAt: new Date(member.addedAt).toISOString(),
    addedBy: member.addedBy,
    lastSignInAt: lastSignInAt === undefined ? null : new Date(lastSignInAt).toISOString(),
    you: caller.accountId === id,
  };
}

function toInvitationBody(row: Invitation): InvitationBody {
  return {
    id: row.id,
    // Only the set-up link has none, and no project shows that one.
    email: row.email ?? '',
    role: row.role,
    createdAt: new Date(row.createdAt).toISOString(),
    createdBy: row.createdBy,
    expiresAt: new Date(row.expiresAt).toISOString(),
  };
}
