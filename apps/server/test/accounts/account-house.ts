import { randomBytes } from 'node:crypto';
import type { JoinBody, SessionBody } from '@muster/protocol';
import { makeSetupLink } from '../../src/modules/accounts/prepare-first-admin.ts';
import { readToken, toBrowser } from '../http/people.ts';
import { type CallOptions, openTestHouse } from '../http/test-house.ts';

/** The code of a problem and the places that are wrong. */
export interface Problem {
  code: string;
  errors: { path: string; code: string }[];
}

/** A house with the calls that people make before and around a session. */
export async function openAccountHouse() {
  const house = await openTestHouse();
  const anybody = { key: null } as const;

  return {
    ...house,

    signIn: (email: string, password: string, headers: Record<string, string> = {}) =>
      house.call<SessionBody & Problem>('POST', '/api/session', {
        ...anybody,
        headers,
        body: { email, password },
      }),

    look: (token: string) =>
      house.call<JoinBody & Problem>('POST', '/api/join/look', { ...anybody, body: { token } }),

    join: (body: Record<string, unknown>) =>
      house.call<SessionBody & Problem>('POST', '/api/join', { ...anybody, body }),

    whoAmI: (options: CallOptions) =>
      house.call<SessionBody & Problem>('GET', '/api/session', options),

    /** The token of a set-up link as a start prints it. */
    async makeSetupToken() {
      const given = { now: house.clock.now, random: randomBytes };
      const path = await makeSetupLink(house.store, given);
      return path?.replace('/join#', '');
    },
  };
}

export type AccountHouse = Awaited<ReturnType<typeof openAccountHouse>>;

/** The browser that a reply has signed in. */
export function browserOf(reply: { headers: Headers }): CallOptions {
  const token = readToken(reply.headers);
  if (token === undefined || token === '') throw new Error('The reply begins no session.');
  return toBrowser(token);
}
