import { callHouse, findProjectPath } from '../call-house.ts';
import { type Command, exitCodes } from '../command.ts';
import { projectOption } from '../common-options.ts';

export const erase: Command = {
  name: 'erase',
  summary: 'Erase a user: profile, identities and events, for good',
  positionals: ['<userId>'],
  options: { project: projectOption },
  notes: ['<userId> is a user id, or the anonymous id of a user who was never identified.'],
  async run(invocation) {
    const { terminal, positionals, options, signal } = invocation;
    const house = await invocation.house.open(invocation, {
      command: 'muster erase',
      index: false,
    });
    try {
      const path = await findProjectPath(house, options.text('project'));
      const user = encodeURIComponent(positionals[0] ?? '');
      await callHouse(house, `${path}/users/${user}`, { method: 'DELETE', signal });
      terminal.print(`${positionals[0]} is erased.`);
      return exitCodes.ok;
    } finally {
      await house.close();
    }
  },
};
