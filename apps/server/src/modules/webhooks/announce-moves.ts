import type { Condition, Instant } from '@muster/conditions';
import type { WebhookEventType } from '@muster/protocol';
import { toIdentityKey } from '../../store/identity-key.ts';
import type { Identity, ReadTransaction, WriteTransaction } from '../../store/store.ts';
import type { WebhookRow } from '../../store/webhooks.ts';
import type { ProfileDocument } from '../profiles/profile-document.ts';
import { type Announcement, announce } from './announce.ts';

/** Somebody has entered a segment or left it. */
export interface MoveNews {
  number: number;
  segment: { id: string; name: string };
  hasEntered: boolean;
  /** When: of time, the very instant. */
  at: Instant;
  by: 'data' | 'time';
  /** Whose answer has changed, its negation aside; absent where that is not known. */
  condition?: Condition;
}

const types: readonly WebhookEventType[] = ['segment.entered', 'segment.left'];

/** Those who have moved and are still there, by number. */
export type Movers = ReadonlyMap<number, Pick<ProfileDocument, 'userId' | 'anonymousId'>>;

export async function readMovers(
  tx: Pick<ReadTransaction, 'profiles'>,
  project: number,
  moves: readonly MoveNews[],
): Promise<Movers> {
  const numbers = [...new Set(moves.map(({ number }) => number))];
  const documents = await tx.profiles(project, numbers);
  return new Map(documents.map((document) => [document.number, document]));
}

/** Whether any webhook of the project wants to know who enters and leaves. */
export async function hasMoveListeners(
  tx: Pick<ReadTransaction, 'webhooks'>,
  project: number,
): Promise<boolean> {
  return (await tx.webhooks(project)).some(isMoveListener);
}

/** Whether a webhook wants to know who enters and leaves, and is on. */
export function isMoveListener({ disabled, events }: WebhookRow): boolean {
  return !disabled && types.some((type) => events.includes(type));
}

/**
 * Tells webhooks of moves, in their order, in the transaction that keeps that they were told. Of whoever
 * is no longer there nothing is said: there is nobody to name.
 */
export async function announceMoves(
  tx: WriteTransaction,
  project: number,
  moves: readonly MoveNews[],
  world: { people: Movers; now: Instant; newId: () => string },
): Promise<void> {
  const { people } = world;
  await announce(tx, project, types, () =>
    moves.flatMap((move): Announcement[] => {
      const document = people.get(move.number);
      if (document === undefined) return [];
      const { userId, anonymousId } = document;
      const person: Identity =
        userId === undefined
          ? { kind: 'anonymous', id: anonymousId ?? '' }
          : { kind: 'user', id: userId };
      return [
        {
          id: `msg_${world.newId()}`,
          type: move.hasEntered ? 'segment.entered' : 'segment.left',
          at: move.at,
          due: world.now,
          subject: toIdentityKey(person),
          person,
          data: {
            segment: move.segment,
            user: { id: userId ?? null, anonymousId: anonymousId ?? null },
            cause: { type: move.by, condition: toPlain(move.condition) },
          },
        },
      ];
    }),
  );
}

function toPlain(condition: Condition | undefined): unknown {
  if (condition === undefined) return null;
  const { not: _, ...plain } = condition;
  return plain;
}
