import type { Command } from '../command.ts';

export const start: Command = {
  name: 'start',
  summary: 'Serve',
  positionals: [],
  options: {},
  notes: ['Everything is set by the environment; see "muster --help" and "muster config check".'],
  run: (invocation) => invocation.house.serve(invocation),
};
