import { createHash } from 'node:crypto';
import type { Instant } from '@muster/conditions';
import type { ExperienceType, WebhookEventType } from '@muster/protocol';
import { toIdentityKey } from '../../store/identity-key.ts';
import type { EventRow, Identity, WriteTransaction } from '../../store/store.ts';
import { type Announcement, announce } from './announce.ts';

/** What somebody did with an experience, as it was stored. */
export interface ReportNews {
  action: 'seen' | 'stepSeen' | 'completed' | 'dismissed' | 'answered';
  experience: { id: string; name: string; type: ExperienceType };
  /** Who she is by now. */
  user: { userId?: string; anonymousId?: string };
  event: EventRow;
  arrivedAt: Instant;
}

const types = {
  seen: 'experience.seen',
  completed: 'experience.completed',
  dismissed: 'experience.dismissed',
  answered: 'experience.answered',
} as const satisfies Partial<Record<ReportNews['action'], WebhookEventType>>;

/** Tells webhooks of reports that this transaction stores. Steps that are seen are nobody's news. */
export async function announceReports(
  tx: WriteTransaction,
  project: number,
  reports: readonly ReportNews[],
): Promise<void> {
  if (reports.length === 0) return;
  await announce(tx, project, Object.values(types), () =>
    reports.flatMap((report) => toAnnouncement(project, report)),
  );
}

function toAnnouncement(project: number, report: ReportNews): Announcement[] {
  const { action, experience, user, event, arrivedAt } = report;
  if (action === 'stepSeen') return [];
  const { properties, timestamp } = event;
  const person = toPerson(user);
  return [
    {
      id: toMessageId(project, event),
      type: types[action],
      at: timestamp,
      due: arrivedAt,
      subject: toIdentityKey(person),
      person,
      data: {
        experience,
        user: { id: user.userId ?? null, anonymousId: user.anonymousId ?? null },
        stepId: properties.get('stepId') ?? null,
        ...(action === 'answered' && { value: properties.get('value') ?? null }),
      },
    },
  ];
}

/** The same whenever the same event is stored, were it in another store. */
function toMessageId(project: number, { name, messageId }: EventRow): string {
  const hash = createHash('sha256').update(JSON.stringify([project, name, messageId]));
  return `msg_${hash.digest('hex').slice(0, 32)}`;
}

function toPerson({ userId, anonymousId }: ReportNews['user']): Identity {
  return userId === undefined
    ? { kind: 'anonymous', id: anonymousId ?? '' }
    : { kind: 'user', id: userId };
}
