import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import { listen } from '../http/listen.ts';
import { makeSetupLink } from '../modules/accounts/prepare-first-admin.ts';
import type { FirstProject } from '../modules/projects/prepare-first-project.ts';
import { exitCodes, type Invocation } from './command.ts';
import type { Composition, World } from './composition.ts';
import { describeFirst } from './describe-first.ts';
import { findIgnoredWishes } from './find-ignored-wishes.ts';
import type { InstanceLock } from './instance-lock.ts';

interface Settings extends Pick<Invocation, 'terminal' | 'signal'> {
  config: Config;
  parts: Composition;
  first: FirstProject | undefined;
  localToken: string;
  lock: InstanceLock;
  logger: Logger;
  world: World;
}

/** Requests get this long to end by themselves; what is left of ten seconds is for the rest. */
const graceMs = 5_000;
const dieAfterMs = 10_000;

/**
 * Listens, says where on standard output, and serves until the signal aborts. Resolves with the exit
 * code when everything acknowledged is on disk; ends the process by force when that takes 10 s.
 */
export async function serve(settings: Settings): Promise<number> {
  const { terminal, signal, config, parts, first, localToken, lock, logger, world } = settings;
  const listening = await listen(parts.app, config).catch(async (error: unknown) => {
    await parts.close();
    throw error;
  });
  // Only now: a question that comes before the index is there waits, a connection would be refused.
  parts.indexer.start();
  parts.startJobs();
  lock.announce(listening.url, localToken);
  for (const line of describeFirst(first)) terminal.print(line);
  const { now, random } = world;
  const path = await makeSetupLink(parts.store, { now: now(), random });
  if (path !== undefined) {
    terminal.print(`Set up your login, once, within 24 hours: ${listening.url}${path}`);
  }
  terminal.print(`Muster is ready at ${listening.url}`);
  for (const flaw of parts.flaws) logger.error(flaw);
  for (const warning of await findIgnoredWishes(parts.store, config)) logger.warn(warning);
  logger.info({ url: listening.url, dataDir: config.dataDir }, 'ready');

  const failure = await Promise.race([untilAborted(signal), parts.broken]);
  if (failure) logger.fatal({ err: failure }, failure.message);
  logger.info('stopping');
  const timer = setTimeout(() => {
    logger.fatal('not stopped within 10 s');
    world.die();
  }, dieAfterMs);
  parts.endStreams();
  await listening.close(graceMs);
  await parts.close();
  lock.release();
  clearTimeout(timer);
  logger.info('stopped');
  return failure ? exitCodes.failed : exitCodes.ok;
}

function untilAborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    else signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
}
