import type { Option } from './command.ts';

/** Which project a command is about. */
export const projectOption: Option = {
  type: 'string',
  placeholder: '<id>',
  help: 'which project; not needed while there is only one',
};

/** Output for programs. */
export const jsonOption: Option = { type: 'boolean', help: 'print JSON' };
