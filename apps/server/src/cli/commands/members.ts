import type { InvitationBody, MemberBody, RoleBody } from '@muster/protocol';
import { callHouse, findProjectPath, toPathPart } from '../call-house.ts';
import { type Command, exitCodes, type House, type Invocation, UsageError } from '../command.ts';
import { jsonOption, projectOption } from '../common-options.ts';

const roles: readonly RoleBody[] = ['viewer', 'editor', 'admin'];

/** Opens the house for a command that needs no index, and closes it. */
async function atProject<T>(
  invocation: Invocation,
  work: (house: House, path: string) => Promise<T>,
): Promise<T> {
  const house = await invocation.house.open(invocation, {
    command: 'muster members',
    index: false,
  });
  try {
    return await work(house, await findProjectPath(house, invocation.options.text('project')));
  } finally {
    await house.close();
  }
}

export const membersInvite: Command = {
  name: 'members invite',
  summary: 'Make a link that lets somebody in, once, and print it',
  positionals: ['<email>'],
  options: {
    project: projectOption,
    role: { type: 'string', placeholder: '<role>', help: 'viewer, editor or admin (admin)' },
    json: jsonOption,
  },
  run: (invocation) =>
    atProject(invocation, async (house, path) => {
      const { terminal, options, positionals } = invocation;
      const role = options.text('role') ?? 'admin';
      if (!roles.some((each) => each === role)) {
        throw new UsageError(`--role must be viewer, editor or admin, not "${role}".`);
      }
      const invited = await callHouse<InvitationBody & { path: string }>(
        house,
        `${path}/invitations`,
        { method: 'POST', body: { email: positionals[0] ?? '', role } },
      );
      terminal.print(options.isSet('json') ? JSON.stringify(invited) : invited.path);
      terminal.say(`Open it at the address of the server before ${invited.expiresAt}.`);
      return exitCodes.ok;
    }),
};

export const membersList: Command = {
  name: 'members list',
  summary: 'List the members of a project',
  positionals: [],
  options: { project: projectOption, json: jsonOption },
  run: (invocation) =>
    atProject(invocation, async (house, path) => {
      const { terminal, options } = invocation;
      const { members } = await callHouse<{ members: MemberBody[] }>(house, `${path}/members`);
      if (options.isSet('json')) terminal.print(JSON.stringify({ members }));
      else for (const member of members) terminal.print(describeMember(member));
      return exitCodes.ok;
    }),
};

export const membersRemove: Command = {
  name: 'members remove',
  summary: 'Remove a member, who is signed out everywhere',
  positionals: ['<member id>'],
  options: { project: projectOption },
  run: (invocation) =>
    atProject(invocation, async (house, path) => {
      const id = invocation.positionals[0] ?? '';
      await callHouse(house, `${path}/members/${toPathPart(id)}`, { method: 'DELETE' });
      invocation.terminal.say(`Member ${id} is removed.`);
      return exitCodes.ok;
    }),
};

function describeMember({ id, email, name, role, addedAt }: MemberBody): string {
  return [id, role, email, addedAt, name].join('\t');
}
