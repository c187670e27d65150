import { runTask } from '../call-house.ts';
import { type Command, exitCodes } from '../command.ts';
import { jsonOption } from '../common-options.ts';

export const indexRebuild: Command = {
  name: 'index rebuild',
  summary: 'Make the index anew from the store',
  positionals: [],
  options: { json: jsonOption },
  notes: ['A running server goes on answering from the old index meanwhile.'],
  async run(invocation) {
    const { terminal, options, signal } = invocation;
    const house = await invocation.house.open(invocation, {
      command: 'muster index rebuild',
      index: true,
    });
    try {
      const status = await runTask(house, '/local/index/rebuild', terminal, signal);
      terminal.print(options.isSet('json') ? JSON.stringify(status) : 'The index is rebuilt.');
      return exitCodes.ok;
    } finally {
      await house.close();
    }
  },
};
