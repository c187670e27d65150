import type { CommandItem, Link } from '../ingest/ingest-item.ts';
import type { Refusal, RefusalLog } from '../ingest/refusal.ts';
import { type CommandContext, readCommand } from './read-command.ts';
import type { NumberedCommand } from './read-request.ts';

/** The valid commands of a request. */
export interface ReadCommands {
  items: CommandItem[];
  /** For each of them the place of its command in the request. */
  indexes: number[];
}

/**
 * Most users whom one request may claim to be. Clients wait for an answer after each `identify`, so
 * that theirs have one; each costs a look at every command after it.
 */
const maxLinks = 10;

/** Reads commands one by one; what is refused goes to the log. */
export function readCommands(
  commands: readonly NumberedCommand[],
  context: CommandContext,
  log: Pick<RefusalLog, 'add'>,
): ReadCommands {
  const items: CommandItem[] = [];
  const indexes: number[] = [];
  let after: readonly Link[] = [];
  for (const [index, command] of commands.entries()) {
    const item = readCommand(command, context, (refusal) => log.add(index, refusal));
    if (item === undefined) continue;
    const next = addLink(after, item);
    if (next.length > maxLinks) {
      log.add(index, tooManyUsers);
      continue;
    }
    if (after.length > 0) item.after = after;
    items.push(item);
    indexes.push(index);
    after = next;
  }
  return { items, indexes };
}

function addLink(after: readonly Link[], { as, userId }: CommandItem): readonly Link[] {
  if (userId === undefined) return after;
  const isKnown = after.some((link) => link.as === as && link.userId === userId);
  return isKnown ? after : [...after, { as, userId }];
}

const tooManyUsers: Refusal = {
  code: 'too_many_users',
  message: `A request identifies at most ${maxLinks} users.`,
  path: 'userId',
  scope: 'item',
};
