import * as z from 'zod';
import { emailSchema } from './email.ts';
import { instantSchema } from './instant.ts';
import { commonProblems, problemReplies } from './problem.ts';
import { projectParams, roleSchema } from './project.ts';
import { defineRoute, jsonBody, jsonReply } from './route.ts';

const tags = ['Members'];
const bodyProblems = { ...commonProblems, ...problemReplies(400, 409, 413, 415) };

const memberSchema = z
  .object({
    id: z.string(),
    email: z.string(),
    name: z.string(),
    role: roleSchema,
    addedAt: instantSchema,
    addedBy: z.string(),
    lastSignInAt: instantSchema.nullable(),
    you: z.boolean().meta({ description: 'Whether it is who asks.' }),
  })
  .meta({ id: 'Member' });

export type MemberBody = z.infer<typeof memberSchema>;

const invitationSchema = z
  .object({
    id: z.string(),
    email: z.string(),
    role: roleSchema,
    createdAt: instantSchema,
    createdBy: z.string(),
    expiresAt: instantSchema,
  })
  .meta({ id: 'Invitation' });

export type InvitationBody = z.infer<typeof invitationSchema>;

export const listMembersRoute = defineRoute({
  operationId: 'listMembers',
  method: 'get',
  path: '/api/projects/{projectId}/members',
  scope: 'admin',
  tags,
  summary: 'The members of the project, and who is invited',
  request: { params: projectParams },
  responses: {
    200: jsonReply(
      'In the order in which they came.',
      z.object({ members: z.array(memberSchema), invitations: z.array(invitationSchema) }),
    ),
    ...commonProblems,
  },
});

export const inviteRoute = defineRoute({
  operationId: 'invite',
  method: 'post',
  path: '/api/projects/{projectId}/invitations',
  scope: 'admin',
  tags,
  summary: 'Invite somebody',
  description:
    'Nothing is sent: give the link to the person yourself. An earlier invitation of the same email ends.',
  request: {
    params: projectParams,
    body: jsonBody(
      z.strictObject({ email: emailSchema, role: roleSchema }).meta({ id: 'NewInvitation' }),
    ),
  },
  responses: {
    201: jsonReply(
      'The invitation with its link, shown this once.',
      invitationSchema
        .extend({
          path: z.string().meta({
            description: 'The link, from the root of this server.',
            example: '/join#k3v9…',
          }),
        })
        .meta({ id: 'CreatedInvitation' }),
    ),
    ...bodyProblems,
  },
});

export const revokeInvitationRoute = defineRoute({
  operationId: 'revokeInvitation',
  method: 'delete',
  path: '/api/projects/{projectId}/invitations/{invitationId}',
  scope: 'admin',
  tags,
  summary: 'Take an invitation back',
  request: { params: projectParams.extend({ invitationId: z.string() }) },
  responses: { 204: { description: 'Its link opens nothing.' }, ...commonProblems },
});

const memberParams = projectParams.extend({ memberId: z.string() });

export const changeMemberRoute = defineRoute({
  operationId: 'changeMember',
  method: 'patch',
  path: '/api/projects/{projectId}/members/{memberId}',
  scope: 'admin',
  tags,
  summary: 'Change the role of a member',
  description: 'The last admin stays one.',
  request: {
    params: memberParams,
    body: jsonBody(z.strictObject({ role: roleSchema }).meta({ id: 'MemberChange' })),
  },
  responses: { 200: jsonReply('The member as she is now.', memberSchema), ...bodyProblems },
});

export const removeMemberRoute = defineRoute({
  operationId: 'removeMember',
  method: 'delete',
  path: '/api/projects/{projectId}/members/{memberId}',
  scope: 'admin',
  tags,
  summary: 'Remove a member',
  description:
    'Ends all sessions of the person, and her account with her last membership. The last admin stays.',
  request: { params: memberParams },
  responses: {
    204: { description: 'She is no member any more.' },
    ...commonProblems,
    ...problemReplies(409),
  },
});
