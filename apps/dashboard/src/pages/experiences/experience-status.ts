import type { ExperienceSummaryBody } from '@muster/protocol';

/** What an experience is at the moment, as its badge says it. */
export const shownStatuses = ['draft', 'live', 'scheduled', 'paused', 'expired'] as const;
export type ShownStatus = (typeof shownStatuses)[number];

export const statusLabels: Readonly<Record<ShownStatus, string>> = {
  draft: 'Draft',
  live: 'Live',
  scheduled: 'Scheduled',
  paused: 'Paused',
  expired: 'Expired',
};

type Timed = Pick<ExperienceSummaryBody, 'status' | 'target'>;

/** The status with its start and end looked at; `now` in milliseconds. */
export function toShownStatus({ status, target }: Timed, now: number): ShownStatus {
  if (status !== 'live') return status;
  const { start, end } = target.when;
  if (end !== null && Date.parse(end) <= now) return 'expired';
  if (start !== null && Date.parse(start) > now) return 'scheduled';
  return 'live';
}
