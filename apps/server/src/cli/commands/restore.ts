import { type Command, exitCodes } from '../command.ts';
import { jsonOption } from '../common-options.ts';
import { formatCount } from '../terminal.ts';

export const restore: Command = {
  name: 'restore',
  summary: 'Restore a backup into a new data folder or an empty database',
  positionals: ['<file>'],
  options: { json: jsonOption },
  notes: [
    'All of it or nothing: what was interrupted is begun again. The next start makes the index anew.',
  ],
  async run(invocation) {
    const { terminal, options } = invocation;
    const restored = await invocation.house.restore(invocation, invocation.positionals[0] ?? '');
    terminal.endProgress();
    const { rows } = restored;
    const count = (table: string) => formatCount(rows[table] ?? 0);
    terminal.print(
      options.isSet('json')
        ? JSON.stringify(restored)
        : `Restored ${count('projects')} projects, ${count('profiles')} users and ${count('events')} events. "muster start" makes the index anew.`,
    );
    return exitCodes.ok;
  },
};
