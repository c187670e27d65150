import type { Context } from 'hono';
import type { AppEnv } from '../../http/app-env.ts';
import { findClientAddress } from '../../http/client-address.ts';
import { createRateLimiter, type RateLimiter } from '../../http/rate-limiter.ts';
import { refuseHaste } from '../../http/refuse-haste.ts';

/** What browsers may do, in requests a second; 0 means no limit. */
export interface SdkRates {
  perAddress: number;
  perProject: number;
  /** As of `findClientAddress`. */
  trustedProxies: number;
}

/** Keeps one sender, or one project, from taking the server for itself. */
export interface SdkLimits {
  /** Whom the limits take for one sender, see `findClientAddress`. */
  addressOf(c: Context<AppEnv>): string;
  /** Throws a 429 with `Retry-After` when this sender sends too much. Tokens are requests. */
  takeOfAddress(c: Context<AppEnv>, tokens: number): void;
  /** The same for all senders to a project. */
  takeOfProject(projectId: string, tokens: number): void;
  /** Counts what a request turned out to be beyond one: the next ones are refused sooner. */
  charge(c: Context<AppEnv>, projectId: string, tokens: number): void;
}

/** Saved up by who was quiet: a page that was offline, an office that comes to work. */
const burstSeconds = 10;
const maxAddresses = 100_000;
const maxProjects = 10_000;

export function createSdkLimits(rates: SdkRates, now: () => number): SdkLimits {
  const { perAddress, perProject, trustedProxies } = rates;
  const createLimiter = (perSecond: number, maxKeys: number) =>
    createRateLimiter({ perSecond, burst: perSecond * burstSeconds }, { maxKeys, now });
  const addresses = createLimiter(perAddress, maxAddresses);
  const projects = createLimiter(perProject, maxProjects);
  const addressOf = (c: Context<AppEnv>) => findClientAddress(c, trustedProxies);
  return {
    addressOf,
    takeOfAddress: (c, tokens) => take(addresses, addressOf(c), tokens, 'from this address'),
    takeOfProject: (id, tokens) => take(projects, id, tokens, 'to this project'),
    charge(c, id, tokens) {
      if (tokens === 0) return;
      addresses.charge(addressOf(c), tokens);
      projects.charge(id, tokens);
    },
  };
}

function take(limiter: RateLimiter, key: string, tokens: number, whose: string): void {
  refuseHaste(limiter.take(key, tokens), whose);
}
