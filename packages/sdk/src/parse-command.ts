import { isRecord, nameType, parseJson } from './json.ts';
import { append, each } from './lists.ts';

/** A command as the effects know it: `do identify`, `set user:attributes` … and its arguments. */
export interface Command {
  name: string;
  args: unknown[];
}

/**
 * The commands that a pushed item stands for; usually one, none for what is no command. Takes all
 * forms that official examples print and tag managers make: an unwrapped object or value, arguments
 * beside their list instead of in it, an `arguments` object for the list, the command as a text
 * (JSON, or with single quotes), `["identify", {id}]` and `["set", "user", {…}]`.
 */
export function parseCommand(pushed: unknown): Command[] {
  // A tag manager pastes text, and people write JavaScript in it, not JSON.
  const raw =
    typeof pushed === 'string'
      ? (parseJson(pushed) ?? parseJson(pushed.replace(/'/g, '"')))
      : pushed;
  if (!isListLike(raw)) return [];
  const verb = toName(raw[0]);
  const isShort = verb === 'identify';
  const method = isShort ? verb : toName(raw[1]);
  if (!isShort && !(isVerb(verb) && method)) return [];
  const args = readArgs(raw, isShort ? 1 : 2);
  if (isRecord(args[0]) && (isShort || (verb === 'set' && method === 'user'))) {
    return expandUser(args[0]);
  }
  return [{ name: `${isShort ? 'do' : verb} ${method}`, args }];
}

/** True for the words that a command begins with. */
export function isVerb(word: unknown): boolean {
  return typeof word === 'string' && /^(?:set|get|do|on|off)$/.test(word);
}

/** A value in a message: short, and whatever it is. */
export function describe(value: unknown): string {
  return typeof value === 'string' ? `"${value.slice(0, 60)}"` : nameType(value);
}

// Not whatever has a length: a bare object of attributes may have one, too.
function isListLike(raw: unknown): raw is ArrayLike<unknown> {
  return Array.isArray(raw) || nameType(raw) === '[object Arguments]';
}

function toName(raw: unknown): string {
  return typeof raw === 'string' ? raw.trim() : '';
}

function readArgs(raw: ArrayLike<unknown>, from: number): unknown[] {
  const args: unknown[] = [];
  each(raw, (part, i) => {
    if (i === from && isListLike(part)) each(part, (arg) => append(args, arg));
    else if (i >= from) append(args, part);
  });
  return args;
}

function expandUser(user: Record<string, unknown>): Command[] {
  const commands: Command[] = [];
  each(['id', 'name', 'email', 'language'], (field) => {
    if (field in user) append(commands, { name: `set user:${field}`, args: [user[field]] });
  });
  return commands;
}
