import { ConfigError } from '../config.ts';
import { ListenError } from '../http/listen.ts';
import { BackupError } from '../modules/backup/backup-error.ts';
import { IntakeDiedError } from '../modules/intake/threaded-intake.ts';
import { LoadError } from '../modules/load/load-options.ts';
import { StoreError } from '../store/store-errors.ts';
import { type Command, CommandError, exitCodes, type Invocation, UsageError } from './command.ts';
import { DataFolderError } from './data-folder.ts';
import { renderCommandHelp, renderHelp } from './help.ts';
import { findCommand, parseArguments } from './parse-arguments.ts';

type Surroundings = Pick<Invocation, 'terminal' | 'environment' | 'house' | 'signal'> & {
  version: string;
};

/** Runs what was typed after `muster`; resolves with the exit code and never rejects. */
export async function runCommand(
  commands: readonly Command[],
  words: readonly string[],
  { version, ...surroundings }: Surroundings,
): Promise<number> {
  const { terminal } = surroundings;
  const [first] = words;
  if (first === '--version' || first === '-v') {
    terminal.print(version);
    return exitCodes.ok;
  }
  if (first === undefined || first === '--help' || first === '-h' || first === 'help') {
    const text = renderHelp(commands, version).trimEnd();
    if (first === undefined) terminal.say(text);
    else terminal.print(text);
    return first === undefined ? exitCodes.usage : exitCodes.ok;
  }
  try {
    const { command, rest } = findCommand(commands, words);
    if (rest.includes('--help') || rest.includes('-h')) {
      terminal.print(renderCommandHelp(command).trimEnd());
      return exitCodes.ok;
    }
    return await command.run({ ...surroundings, ...parseArguments(command, rest) });
  } catch (error) {
    terminal.endProgress();
    return explain(error, (line) => terminal.say(line));
  }
}

/** Errors whose message was written for the person who reads it here. */
const explained = [
  BackupError,
  CommandError,
  DataFolderError,
  IntakeDiedError,
  ListenError,
  LoadError,
  StoreError,
];

function explain(error: unknown, say: (line: string) => void): number {
  if (error instanceof UsageError) {
    say(`${error.message} See "muster --help".`);
    return exitCodes.usage;
  }
  if (error instanceof ConfigError) {
    say(error.message);
    return exitCodes.usage;
  }
  if (explained.some((kind) => error instanceof kind)) say((error as Error).message);
  else if (error instanceof Error && error.name === 'AbortError') say('Stopped.');
  else say(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return exitCodes.failed;
}
