import type { ParseArgsConfig } from 'node:util';
import type { Restored } from '../modules/backup/restore-backup.ts';
import type { LoadSink } from '../modules/load/load-sink.ts';
import type { Terminal } from './terminal.ts';

/** The program's exit codes. */
export const exitCodes = { ok: 0, failed: 1, usage: 2 } as const;

/** An option of a command. */
export interface Option {
  type: 'string' | 'boolean';
  multiple?: boolean;
  /** What stands for its value in the help: `<column>`. */
  placeholder?: string;
  help: string;
}

/** One command of `muster`. */
export interface Command {
  /** One word or two: `load`, `index rebuild`. */
  name: string;
  summary: string;
  /** What follows the name: `<file>`. As many as there are words. */
  positionals: readonly string[];
  options: Readonly<Record<string, Option>>;
  /** Further lines of its help. */
  notes?: readonly string[];
  /** Its exit code; throws a `CommandError` or any error that says itself what is wrong. */
  run(invocation: Invocation): Promise<number>;
}

/** One call of a command. */
export interface Invocation {
  terminal: Terminal;
  environment: Readonly<Record<string, string | undefined>>;
  positionals: readonly string[];
  options: OptionValues;
  house: Housekeeper;
  /** Aborts when somebody presses Ctrl-C or the system wants the process to end. */
  signal: AbortSignal;
}

/** The values of options, read by name and kind. */
export interface OptionValues {
  text(name: string): string | undefined;
  texts(name: string): readonly string[];
  isSet(name: string): boolean;
}

/** A way to what the data folder holds: the process that has it, or this one. */
export interface House {
  /** As the local command line. `path` begins with `/`. */
  request(path: string, init?: RequestInit): Promise<Response>;
  /** Where `load` sends to. */
  createSink(projectId: string, label: string): Promise<LoadSink>;
  dataDir: string;
  close(): Promise<void>;
}

/** What a command will do when it has to open the house by itself. */
export interface HouseWish {
  /** As it is named to others who want the folder. */
  command: string;
  /** It asks about populations. */
  index: boolean;
  /** It takes in much. */
  intake?: boolean;
}

/** Opens the house; the composition root is one. */
export interface Housekeeper {
  /** Talks to the server that has the data folder; when there is none, opens it here. */
  open(invocation: Invocation, wish: HouseWish): Promise<House>;
  /** Restores a backup where nothing is yet; no server may have the data folder. */
  restore(invocation: Invocation, file: string): Promise<Restored>;
  /** Serves until the signal aborts; resolves with the exit code. */
  serve(invocation: Invocation): Promise<number>;
}

/** The command cannot be understood: one sentence for who typed it. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The command was understood and cannot be done: one sentence that says why. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

/** Options as `node:util` takes them. */
export function toParseArgsOptions(
  options: Command['options'],
): NonNullable<ParseArgsConfig['options']> {
  return Object.fromEntries(
    Object.entries(options).map(([name, { type, multiple = false }]) => [name, { type, multiple }]),
  );
}
