import { expect, test } from 'vitest';
import { filterCommands } from './filter-commands.ts';

const commands = [
  { label: 'Paying, silent for 21 days', words: 'risk' },
  { label: 'Users' },
  { label: 'New users this week' },
  { label: 'API keys', words: 'secret' },
];

test.each([
  ['', ['Paying, silent for 21 days', 'Users', 'New users this week', 'API keys']],
  ['users', ['Users', 'New users this week']],
  ['WEEK new', ['New users this week']],
  ['secret', ['API keys']],
  ['days risk', ['Paying, silent for 21 days']],
  ['nothing', []],
])('%j finds %j', (text, labels) => {
  expect(filterCommands(commands, text).map(({ label }) => label)).toEqual(labels);
});
