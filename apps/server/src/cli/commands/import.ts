import { createReadStream, writeFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Kind, kinds } from '@muster/conditions';
import type { ImportBody, ImportChange } from '@muster/protocol';
import { callHouse, explainProblem, findProjectPath } from '../call-house.ts';
import {
  type Command,
  CommandError,
  exitCodes,
  type House,
  type Invocation,
  type OptionValues,
  UsageError,
} from '../command.ts';
import { jsonOption, projectOption } from '../common-options.ts';
import { formatCount } from '../terminal.ts';

const lookEveryMs = 250;

export const importFile: Command = {
  name: 'import',
  summary: 'Import users from a CSV file, as the dashboard does: with a history, and undoable',
  positionals: ['<file>'],
  options: {
    project: projectOption,
    id: { type: 'string', placeholder: '<column>', help: 'the column of the User ID' },
    email: {
      type: 'string',
      placeholder: '<column>',
      help: 'or of the email, to find users by it',
    },
    name: { type: 'string', placeholder: '<name>', help: 'what the import is called' },
    segment: { type: 'string', placeholder: '<name>', help: 'make a segment of these users' },
    skip: {
      type: 'string',
      multiple: true,
      placeholder: '<column>',
      help: 'leave a column out; repeatable',
    },
    type: {
      type: 'string',
      multiple: true,
      placeholder: '<column>=<type>',
      help: 'string, number, boolean, date or list; repeatable',
    },
    'no-create': { type: 'boolean', help: 'take known users only' },
    'no-update': { type: 'boolean', help: 'take new users only' },
    'clear-blanks': { type: 'boolean', help: 'a blank cell removes the value that is there' },
    report: {
      type: 'string',
      placeholder: '<file>',
      help: 'write what was refused to this CSV file',
    },
    json: jsonOption,
  },
  notes: [
    'It runs in the server, if one has the data folder, and goes on there when the command is interrupted.',
  ],
  async run(invocation) {
    const { terminal, options } = invocation;
    const file = invocation.positionals[0] ?? '';
    const house = await invocation.house.open(invocation, {
      command: 'muster import',
      index: false,
      intake: true,
    });
    try {
      const path = `${await findProjectPath(house, options.text('project'))}/imports`;
      const draft = await upload(house, path, file);
      const one = `${path}/${draft.id}`;
      try {
        const change = readChange(draft, options);
        await callHouse(house, one, { method: 'PATCH', body: change });
        await callHouse(house, `${one}/run`, { method: 'POST' });
      } catch (error) {
        await callHouse(house, one, { method: 'DELETE' });
        throw error;
      }
      const done = await follow(house, one, invocation);
      await writeReport(house, one, options.text('report'));
      terminal.print(options.isSet('json') ? JSON.stringify(done) : describeResult(done));
      return done.status === 'done' ? exitCodes.ok : exitCodes.failed;
    } finally {
      await house.close();
    }
  },
};

async function upload(house: House, path: string, file: string): Promise<ImportBody> {
  const found = await stat(file).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CommandError(`${file} cannot be read: ${reason}.`);
  });
  if (!found.isFile()) throw new CommandError(`${file} is not a file.`);
  const response = await house.request(`${path}?fileName=${encodeURIComponent(basename(file))}`, {
    method: 'POST',
    headers: { 'content-type': 'text/csv' },
    body: Readable.toWeb(createReadStream(file)) as ReadableStream,
    // What `fetch` needs to send a stream, and the types of the library do not know.
    ...{ duplex: 'half' },
  });
  if (!response.ok) throw await explainProblem(response);
  return (await response.json()) as ImportBody;
}

function readChange(draft: ImportBody, options: OptionValues): ImportChange {
  const find = (name: string, option: string): number => {
    const column = draft.columns.find((one) => one.name === name.trim());
    if (column) return column.index;
    const list = draft.columns.map((one) => JSON.stringify(one.name)).join(', ');
    throw new UsageError(`--${option}: there is no column "${name}". The columns are: ${list}.`);
  };
  const [id, email, name] = [options.text('id'), options.text('email'), options.text('name')];
  if (id !== undefined && email !== undefined) {
    throw new UsageError('Users are found by --id or by --email, not by both.');
  }
  const change: ImportChange = { ...(name !== undefined && { name }) };
  if (id !== undefined) change.identifier = { column: find(id, 'id'), matches: 'id' };
  if (email !== undefined) change.identifier = { column: find(email, 'email'), matches: 'email' };
  const skipped = options.texts('skip').map((column) => ({
    column: find(column, 'skip'),
    to: { type: 'skip' as const },
  }));
  const typed = options.texts('type').map((text) => {
    const [column, kind] = readType(text);
    return { column: find(column, 'type'), to: { type: 'attribute' as const, key: column, kind } };
  });
  const segment = options.text('segment');
  change.mapping = [...skipped, ...typed];
  change.options = {
    createUsers: !options.isSet('no-create'),
    updateUsers: !options.isSet('no-update'),
    blanks: options.isSet('clear-blanks') ? 'clear' : 'keep',
    ...(segment !== undefined && { segment: { name: segment } }),
  };
  return change;
}

function readType(text: string): [string, Kind] {
  // The last "=": a column may have one in its name, a type has none.
  const at = text.lastIndexOf('=');
  const kind = kinds.find((one) => one === text.slice(at + 1));
  if (at >= 1 && kind !== undefined) return [text.slice(0, at), kind];
  throw new UsageError(`--type must be <column>=<${kinds.join('|')}>, not "${text}".`);
}

/** Shows how far it is until it has ended. */
async function follow(
  house: House,
  path: string,
  { terminal, signal }: Invocation,
): Promise<ImportBody> {
  for (;;) {
    const body = await callHouse<ImportBody>(house, path);
    const { rows, ofRows } = body.progress;
    terminal.showProgress({ done: rows, total: ofRows, what: 'rows imported' });
    if (body.status !== 'running') {
      terminal.endProgress();
      return body;
    }
    if (signal.aborted) {
      terminal.endProgress();
      throw new CommandError(
        'The import goes on in the server, or when one is started; its page can cancel it.',
      );
    }
    await sleep(lookEveryMs);
  }
}

async function writeReport(house: House, path: string, file: string | undefined): Promise<void> {
  if (file === undefined) return;
  const response = await house.request(`${path}/report.csv`);
  if (!response.ok) throw await explainProblem(response);
  writeFileSync(file, new Uint8Array(await response.arrayBuffer()));
}

function describeResult({ status, counts, failure, progress }: ImportBody): string {
  if (status === 'failed') return `It has failed after ${progress.rows} rows: ${failure}`;
  const parts = Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([what, count]) => `${formatCount(count)} ${what}`);
  const outcome = status === 'cancelled' ? ' It was cancelled.' : '';
  return `${formatCount(progress.rows)} rows: ${parts.join(', ')}.${outcome}`;
}
