import { readConfig } from '../../config.ts';
import { type Command, exitCodes } from '../command.ts';
import { jsonOption } from '../common-options.ts';

export const configCheck: Command = {
  name: 'config check',
  summary: 'Check the settings and show those in effect, without secrets',
  positionals: [],
  options: { json: jsonOption },
  async run({ terminal, environment, options }) {
    const { shown, warnings } = readConfig(environment);
    if (options.isSet('json')) {
      terminal.print(JSON.stringify({ settings: shown, warnings }, undefined, 2));
      return exitCodes.ok;
    }
    const width = Math.max(...shown.map(({ name }) => name.length));
    for (const { name, value, from } of shown) {
      const origin = from === 'unset' ? '' : `  (${from})`;
      terminal.print(`${name.padEnd(width)}  ${value ?? '–'}${origin}`);
    }
    for (const warning of warnings) terminal.print(`Note: ${warning}`);
    return exitCodes.ok;
  },
};
