import { settings } from '../config-settings.ts';
import type { Command } from './command.ts';

/** `muster --help`. */
export function renderHelp(commands: readonly Command[], version: string): string {
  const names = commands.map((command) => [usageOf(command), command.summary] as const);
  const known = Object.values(settings).map(({ name, purpose, ...rest }) => {
    const fallback = 'fallback' in rest ? ` (${rest.fallback})` : '';
    return [name, `${purpose}${fallback}`] as const;
  });
  return `Muster ${version}: who your users are, what they did, and who belongs to which segment.

Usage: muster <command> [options]

${renderTable(names)}

"muster <command> --help" says more about one. Exit codes: 0 done, 1 failed, 2 not understood.

Settings, from the environment or from the file that NAME_FILE names:

${renderTable(known)}
`;
}

/** `muster <command> --help`. */
export function renderCommandHelp(command: Command): string {
  const options = Object.entries(command.options).map(([name, { placeholder, help }]) => {
    return [`--${name}${placeholder ? ` ${placeholder}` : ''}`, help] as const;
  });
  const notes = command.notes ? `\n${command.notes.join('\n')}\n` : '';
  return `${command.summary}.

Usage: muster ${usageOf(command)} [options]

${renderTable(options)}
${notes}`;
}

function usageOf({ name, positionals }: Command): string {
  return [name, ...positionals].join(' ');
}

function renderTable(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join('\n');
}
