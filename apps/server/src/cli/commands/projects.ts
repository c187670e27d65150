import { callHouse, findProjectPath } from '../call-house.ts';
import { type Command, exitCodes, type House, type Invocation } from '../command.ts';
import { jsonOption, projectOption } from '../common-options.ts';

/** Opens the house for a command that needs no index, and closes it. */
async function atHouse<T>(invocation: Invocation, work: (house: House) => Promise<T>): Promise<T> {
  const house = await invocation.house.open(invocation, {
    command: 'muster projects',
    index: false,
  });
  try {
    return await work(house);
  } finally {
    await house.close();
  }
}

export const projectsList: Command = {
  name: 'projects list',
  summary: 'List the projects',
  positionals: [],
  options: { json: jsonOption },
  run: (invocation) =>
    atHouse(invocation, async (house) => {
      const { terminal, options } = invocation;
      const found = await callHouse<{ projects: { id: string; name: string }[] }>(
        house,
        '/local/projects',
      );
      if (options.isSet('json')) terminal.print(JSON.stringify(found));
      else for (const { id, name } of found.projects) terminal.print(`${id}\t${name}`);
      return exitCodes.ok;
    }),
};

export const projectsDelete: Command = {
  name: 'projects delete',
  summary: 'Delete a project and everything in it, for good',
  positionals: ['<name>'],
  options: { project: projectOption },
  notes: [
    '<name> is the name that the project has now: what was typed by mistake deletes nothing.',
    'The server removes what is stored of it while it runs; the last project stays.',
  ],
  run: (invocation) =>
    atHouse(invocation, async (house) => {
      const { terminal, options, positionals } = invocation;
      const path = await findProjectPath(house, options.text('project'));
      const [name = ''] = positionals;
      await callHouse(house, path, { method: 'DELETE', body: { name } });
      terminal.say(`Project "${name}" is deleted.`);
      return exitCodes.ok;
    }),
};
