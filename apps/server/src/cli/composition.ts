import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import type { AppEnv } from '../http/app-env.ts';
import type { Indexer } from '../index/indexer.ts';
import type { Passwords } from '../modules/accounts/passwords.ts';
import type { Intake } from '../modules/intake/intake.ts';
import type { RandomBytes } from '../modules/projects/make-secret.ts';
import type { Store } from '../store/store.ts';

/** The parts of one process over one data folder, connected. */
export interface Composition {
  app: OpenAPIHono<AppEnv>;
  store: Store;
  passwords: Passwords;
  indexer: Indexer;
  intake: Intake;
  /** Sentences about what is missing in this build: a server says them when it starts. */
  flaws: readonly string[];
  /** Resolves when a part has failed without which nothing goes on; never, if all goes well. */
  broken: Promise<Error>;
  /** Begins what is done in the background. */
  startJobs(): void;
  /** Ends the streams that would go on as long as somebody listens. */
  endStreams(): void;
  /** Writes what was taken in, then lets everything go, the store last. */
  close(): Promise<void>;
}

/** Makes the parts; only the composition root can. */
export type Compose = (wish: {
  config: Config;
  dataDir: string;
  /** Opens everything to this machine's command line. */
  localToken: string;
  logger: Logger;
  /** Much will be taken in: it gets a thread of its own where the store is a file. */
  intakeThread: boolean;
}) => Promise<Composition>;

/** What the world gives to the command line. */
export interface World {
  compose: Compose;
  now: () => number;
  newId: () => string;
  random: RandomBytes;
  sleep: (ms: number) => Promise<void>;
  createLogger: (level: string) => Logger;
  /** Ends the process at once, as a failure, whatever it is doing. */
  die: () => void;
}
