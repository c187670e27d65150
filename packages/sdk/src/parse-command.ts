import { isRecord, parseJson } from './json.ts';

/** A command as the effects know it: `do identify`, `set user:attributes` … and its arguments. */
export interface Command {
  name: string;
  args: unknown[];
}

interface ListLike {
  readonly length: number;
  readonly [index: number]: unknown;
}

/**
 * The commands that a pushed item stands for; usually one. Takes all forms that official examples
 * print and tag managers make: an unwrapped object or value, arguments beside their list instead of
 * in it, an `arguments` object for the list, the command as a text (JSON, or with single quotes),
 * `["identify", {id}]` and `["set", "user", {…}]`. Returns a sentence for what is none of these.
 */
export function parseCommand(pushed: unknown): Command[] | string {
  const raw = typeof pushed === 'string' ? parseText(pushed) : pushed;
  if (!isListLike(raw)) return `${describe(pushed)} is not a command [verb, method, arguments]`;
  const verb = toName(raw[0]);
  if (verb === 'identify') {
    const args = readArgs(raw, 1);
    return isRecord(args[0]) ? expandUser(args[0]) : [{ name: 'do identify', args }];
  }
  const method = toName(raw[1]);
  if (!isVerb(verb) || !method) {
    return `[${describe(raw[0])}, ${describe(raw[1])}, …] is not a command; the verbs are set, get, do, on and off`;
  }
  const args = readArgs(raw, 2);
  if (verb === 'set' && method === 'user' && isRecord(args[0])) return expandUser(args[0]);
  return [{ name: `${verb} ${method}`, args }];
}

/** True for the words that a command begins with. */
export function isVerb(word: unknown): boolean {
  return typeof word === 'string' && /^(?:set|get|do|on|off)$/.test(word);
}

// A tag manager pastes commands as text, and people write them as JavaScript, not as JSON.
function parseText(text: string): unknown {
  return parseJson(text) ?? parseJson(text.replace(/'/g, '"'));
}

function isListLike(raw: unknown): raw is ListLike {
  return typeof raw === 'object' && raw !== null && typeof (raw as ListLike).length === 'number';
}

function toName(raw: unknown): string {
  return typeof raw === 'string' ? raw.trim() : '';
}

function readArgs(raw: ListLike, from: number): unknown[] {
  const args: unknown[] = [];
  const first = raw[from];
  if (isListLike(first)) for (let i = 0; i < first.length; i += 1) args[i] = first[i];
  else if (from < raw.length) args[0] = first;
  for (let i = from + 1; i < raw.length; i += 1) args[args.length] = raw[i];
  return args;
}

const userFields: readonly string[] = ['id', 'name', 'email', 'language'];

function expandUser(user: Record<string, unknown>): Command[] {
  const commands: Command[] = [];
  for (let i = 0; i < userFields.length; i += 1) {
    const field = userFields[i] as string;
    if (field in user) {
      commands[commands.length] = {
        name: field === 'id' ? 'do identify' : `set user:${field}`,
        args: [user[field]],
      };
    }
  }
  return commands;
}

/** A value in a message: short, and whatever it is. */
export function describe(value: unknown): string {
  return typeof value === 'string'
    ? `"${value.slice(0, 60)}"`
    : Object.prototype.toString.call(value);
}
