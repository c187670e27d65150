import { callHouse, findProjectPath, toPathPart } from '../call-house.ts';
import { type Command, exitCodes } from '../command.ts';
import { projectOption } from '../common-options.ts';

export const erase: Command = {
  name: 'erase',
  summary: 'Erase a user: profile, identities and events, for good',
  positionals: ['<userId>'],
  options: {
    project: projectOption,
    anonymous: { type: 'boolean', help: '<userId> is an anonymous id, whatever user has the same' },
  },
  notes: ['<userId> is a user id, or else the anonymous id of a user who was never identified.'],
  async run(invocation) {
    const { terminal, positionals, options, signal } = invocation;
    const house = await invocation.house.open(invocation, {
      command: 'muster erase',
      index: false,
    });
    try {
      const path = await findProjectPath(house, options.text('project'));
      const user = toPathPart(positionals[0] ?? '');
      const kind = options.isSet('anonymous') ? '?kind=anonymous' : '';
      await callHouse(house, `${path}/users/${user}${kind}`, { method: 'DELETE', signal });
      terminal.print(`${positionals[0]} is erased.`);
      return exitCodes.ok;
    } finally {
      await house.close();
    }
  },
};
