import { parseArgs } from 'node:util';
import { type Command, type OptionValues, toParseArgsOptions, UsageError } from './command.ts';
import { suggest } from './suggest.ts';

/** What was typed, understood. */
export interface ParsedArguments {
  positionals: string[];
  options: OptionValues;
}

/** The command that the words begin with, and the words after it. Throws a `UsageError`. */
export function findCommand(
  commands: readonly Command[],
  words: readonly string[],
): { command: Command; rest: string[] } {
  const [first = '', second = ''] = words;
  for (const [name, length] of [[`${first} ${second}`, 2] as const, [first, 1] as const]) {
    const command = commands.find((candidate) => candidate.name === name);
    if (command) return { command, rest: words.slice(length) };
  }
  const inGroup = commands.filter(({ name }) => name.startsWith(`${first} `));
  if (inGroup.length > 0) {
    const names = inGroup.map(({ name }) => `"muster ${name}"`).join(', ');
    throw new UsageError(`"muster ${first}" needs one more word: ${names}.`);
  }
  const names = commands.map(({ name }) => name);
  throw new UsageError(`There is no command "${first}".${suggest(first, names, 'muster ')}`);
}

/** Reads options and positionals of a command. Throws a `UsageError` that names what is wrong. */
export function parseArguments(command: Command, rest: readonly string[]): ParsedArguments {
  const { tokens, values, positionals } = readTokens(command, rest);
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const option = command.options[token.name];
    if (!option || !Object.hasOwn(command.options, token.name))
      refuseOption(command, token.rawName);
    const hasValue = token.value !== undefined;
    if (option.type === 'string' && !hasValue) {
      throw new UsageError(`The option ${token.rawName} needs a value.`);
    }
    if (option.type === 'boolean' && hasValue) {
      throw new UsageError(`The option ${token.rawName} takes no value.`);
    }
  }
  checkPositionals(command, positionals);
  return {
    positionals,
    options: {
      text: (name) => toTexts(values[name]).at(-1),
      texts: (name) => toTexts(values[name]),
      isSet: (name) => values[name] === true,
    },
  };
}

function readTokens(command: Command, rest: readonly string[]) {
  // Not strict: it would refuse unknown options in words of its own, without a suggestion.
  return parseArgs({
    args: [...rest],
    options: toParseArgsOptions(command.options),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
}

function toTexts(value: unknown): string[] {
  return [value].flat().filter((text) => typeof text === 'string');
}

function refuseOption(command: Command, rawName: string): never {
  const names = Object.keys(command.options).map((name) => `--${name}`);
  const hint = suggest(rawName, names, '');
  throw new UsageError(`"muster ${command.name}" has no option ${rawName}.${hint}`);
}

function checkPositionals(command: Command, positionals: readonly string[]): void {
  const { name } = command;
  const missing = command.positionals[positionals.length];
  if (missing !== undefined) throw new UsageError(`"muster ${name}" needs ${missing}.`);
  const extra = positionals[command.positionals.length];
  if (extra !== undefined) {
    throw new UsageError(`"muster ${name}" does not know what to do with "${extra}".`);
  }
}
