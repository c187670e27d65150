import { callHouse, findProjectPath, toPathPart } from '../call-house.ts';
import { type Command, exitCodes, type House, type Invocation, UsageError } from '../command.ts';
import { jsonOption, projectOption } from '../common-options.ts';

interface Key {
  id: string;
  name: string;
  prefix: string;
  scope: string;
  createdAt: string;
  revokedAt: string | null;
}

/** Opens the house for a command that needs no index, and closes it. */
async function atKeys<T>(
  invocation: Invocation,
  work: (house: House, path: string) => Promise<T>,
): Promise<T> {
  const house = await invocation.house.open(invocation, { command: 'muster keys', index: false });
  try {
    return await work(
      house,
      `${await findProjectPath(house, invocation.options.text('project'))}/keys`,
    );
  } finally {
    await house.close();
  }
}

export const keysCreate: Command = {
  name: 'keys create',
  summary: 'Make an API key and print it, this once',
  positionals: [],
  options: {
    project: projectOption,
    name: { type: 'string', placeholder: '<name>', help: 'what it is for (Command line)' },
    scope: { type: 'string', placeholder: '<scope>', help: 'read or write (write)' },
    json: jsonOption,
  },
  run: (invocation) =>
    atKeys(invocation, async (house, path) => {
      const { terminal, options, signal } = invocation;
      const scope = options.text('scope') ?? 'write';
      if (scope !== 'read' && scope !== 'write') {
        throw new UsageError(`--scope must be read or write, not "${scope}".`);
      }
      const body = { name: options.text('name') ?? 'Command line', scope };
      const made = await callHouse<Key & { key: string }>(house, path, {
        method: 'POST',
        body,
        signal,
      });
      terminal.print(options.isSet('json') ? JSON.stringify(made) : made.key);
      terminal.say(
        `Key ${made.id} may ${scope === 'read' ? 'read' : 'read and write'}. It is shown this once.`,
      );
      return exitCodes.ok;
    }),
};

export const keysList: Command = {
  name: 'keys list',
  summary: 'List the API keys',
  positionals: [],
  options: { project: projectOption, json: jsonOption },
  run: (invocation) =>
    atKeys(invocation, async (house, path) => {
      const { keys } = await callHouse<{ keys: Key[] }>(house, path);
      if (invocation.options.isSet('json')) invocation.terminal.print(JSON.stringify({ keys }));
      else for (const key of keys) invocation.terminal.print(describeKey(key));
      return exitCodes.ok;
    }),
};

export const keysRevoke: Command = {
  name: 'keys revoke',
  summary: 'Revoke an API key',
  positionals: ['<key id>'],
  options: { project: projectOption },
  run: (invocation) =>
    atKeys(invocation, async (house, path) => {
      const id = invocation.positionals[0] ?? '';
      await callHouse(house, `${path}/${toPathPart(id)}`, { method: 'DELETE' });
      invocation.terminal.say(`Key ${id} is revoked.`);
      return exitCodes.ok;
    }),
};

function describeKey({ id, name, prefix, scope, createdAt, revokedAt }: Key): string {
  const state = revokedAt === null ? scope : `revoked ${revokedAt}`;
  return [id, `${prefix}…`, state, createdAt, name].join('\t');
}
