import type { HttpBindings } from '@hono/node-server';
import type { Caller } from './authenticate.ts';
import type { SignedIn } from './authenticate-session.ts';

/** What every route can read from its context. */
export interface AppEnv {
  Variables: {
    /** Also in the log and in every problem. */
    requestId: string;
    /** Set by `authorise`: there on every route of a project. */
    caller: Caller;
    /** Set by `authorise`: there on every route of scope `account`. */
    signedIn: SignedIn;
  };
  /** Absent in tests that call the app without a socket. */
  Bindings: Partial<HttpBindings>;
}
