import { text } from 'node:stream/consumers';
import { callHouse, findProjectPath } from '../call-house.ts';
import { type Command, exitCodes, UsageError } from '../command.ts';
import { jsonOption, projectOption } from '../common-options.ts';
import { formatCount } from '../terminal.ts';

interface Page {
  count: number;
  users: {
    id: string | null;
    anonymousId: string | null;
    name: string | null;
    email: string | null;
  }[];
}

const defaultLimit = 10;
const maxLimit = 1000;

export const audience: Command = {
  name: 'audience',
  summary: 'Count and list who matches conditions',
  positionals: ['<json>'],
  options: {
    project: projectOption,
    limit: { type: 'string', placeholder: '<n>', help: 'users to list, 0 to 1000 (10)' },
    now: { type: 'string', placeholder: '<instant>', help: 'ask as of this instant' },
    sort: { type: 'string', placeholder: '<field>', help: 'e.g. name or -lastActivity' },
    json: jsonOption,
  },
  notes: [
    '<json> is a condition tree, or "-" to read one from standard input, e.g.',
    `  muster audience '{"type":"group","match":"all","children":[{"type":"attribute","source":"custom",`,
    `    "key":"plan","kind":"string","operator":"is","value":["Pro"]}]}'`,
  ],
  async run(invocation) {
    const { terminal, positionals, options, signal } = invocation;
    const conditions = parseJson(
      positionals[0] === '-' ? await text(process.stdin) : positionals[0],
    );
    const limit = readLimit(options.text('limit'));
    const house = await invocation.house.open(invocation, {
      command: 'muster audience',
      index: true,
    });
    try {
      const path = await findProjectPath(house, options.text('project'));
      const question = { conditions, now: options.text('now') };
      const call = limit === 0 ? '/audience/count' : '/audience';
      const body = limit === 0 ? question : { ...question, limit, sort: options.text('sort') };
      const reply = await callHouse<Page>(house, path + call, { method: 'POST', body, signal });
      if (options.isSet('json')) terminal.print(JSON.stringify(reply));
      else for (const line of describePage(reply)) terminal.print(line);
      return exitCodes.ok;
    } finally {
      await house.close();
    }
  },
};

function parseJson(json: string | undefined): unknown {
  try {
    return JSON.parse(json ?? '');
  } catch (error) {
    throw new UsageError(`<json> is not well-formed JSON: ${(error as Error).message}.`);
  }
}

function readLimit(given: string | undefined): number {
  if (given === undefined) return defaultLimit;
  const limit = /^\d{1,4}$/.test(given) ? Number(given) : Number.NaN;
  if (limit <= maxLimit) return limit;
  throw new UsageError(`--limit must be a whole number from 0 to ${maxLimit}.`);
}

function describePage({ count, users = [] }: Page): string[] {
  const lines = users.map(({ id, anonymousId, name, email }) =>
    [id ?? `anonymous ${anonymousId}`, name ?? '', email ?? ''].join('\t').trimEnd(),
  );
  const more =
    users.length > 0 && count > users.length
      ? [`… and ${formatCount(count - users.length)} more`]
      : [];
  return [`${formatCount(count)} ${count === 1 ? 'user' : 'users'}`, ...lines, ...more];
}
