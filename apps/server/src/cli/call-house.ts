import { CommandError, type House } from './command.ts';
import type { TaskLine } from './local-routes.ts';
import type { Terminal } from './terminal.ts';

/** The JSON that a call answers. Throws a `CommandError` with the sentence of its problem. */
export async function callHouse<Reply>(
  house: House,
  path: string,
  init: { method?: string; body?: unknown; signal?: AbortSignal } = {},
): Promise<Reply> {
  const { body, ...rest } = init;
  const response = await house.request(path, {
    ...rest,
    headers: { 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw await explainProblem(response);
  return (response.status === 204 ? undefined : await response.json()) as Reply;
}

/** What an answer that is no success says, for who typed the command. */
export async function explainProblem(response: Response): Promise<CommandError> {
  const text = await response.text();
  let problem: { detail?: string; errors?: { path: string; message: string }[] } = {};
  try {
    problem = JSON.parse(text);
  } catch {
    return new CommandError(`The server answered ${response.status}: ${text.slice(0, 200)}`);
  }
  const errors = (problem.errors ?? []).map(({ path, message }) => `\n  ${path}: ${message}`);
  return new CommandError(`${problem.detail ?? `Status ${response.status}.`}${errors.join('')}`);
}

/**
 * What somebody typed as one part of a path. Throws a `CommandError` for `.` and `..`: however they are
 * written, a path that has them is another path.
 */
export function toPathPart(text: string): string {
  if (text === '.' || text === '..')
    throw new CommandError(`"${text}" cannot be the id of anything.`);
  return encodeURIComponent(text);
}

/** The path of the project that a command is about: the one named, or the only one. */
export async function findProjectPath(house: House, named: string | undefined): Promise<string> {
  return `/api/projects/${encodeURIComponent(await findProjectId(house, named))}`;
}

/** The id of the project named, or of the only one. Throws a `CommandError` when there are several. */
export async function findProjectId(house: House, named: string | undefined): Promise<string> {
  const { projects } = await callHouse<{ projects: { id: string; name: string }[] }>(
    house,
    '/local/projects',
  );
  const ids = projects.map(({ id }) => id);
  if (named !== undefined) {
    if (ids.includes(named)) return named;
    throw new CommandError(`There is no project "${named}"; there is ${ids.join(', ')}.`);
  }
  const [only, ...others] = ids;
  if (only !== undefined && others.length === 0) return only;
  throw new CommandError(`Say which project with --project: ${ids.join(', ')}.`);
}

/** Starts a long task, shows how far it is and returns its result. */
export async function runTask<Result>(
  house: House,
  path: string,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<Result> {
  const response = await house.request(path, { method: 'POST', signal });
  if (!response.ok) throw await explainProblem(response);
  for await (const line of readLines(response)) {
    if (line.type === 'progress') terminal.showProgress(line);
    if (line.type === 'error') throw new CommandError(line.message);
    if (line.type === 'result') {
      terminal.endProgress();
      return line.result as Result;
    }
  }
  throw new CommandError('The server ended before the task did.');
}

async function* readLines(response: Response): AsyncGenerator<TaskLine> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of response.body ?? []) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    yield* lines.map((line) => JSON.parse(line) as TaskLine);
  }
}
