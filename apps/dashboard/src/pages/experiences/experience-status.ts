import type { ExperienceSummaryBody, TargetBody } from '@muster/protocol';

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

/** True of the moments that ask for one experience, whatever its other rules say. */
export function isAsked({ type }: TargetBody['showOn']): boolean {
  return type === 'manual' || type === 'url';
}

/** The status with its start and end looked at, where they matter; `now` in milliseconds. */
export function toShownStatus({ status, target }: Timed, now: number): ShownStatus {
  if (status !== 'live' || isAsked(target.showOn)) return status;
  const { start, end } = target.when;
  if (end !== null && Date.parse(end) <= now) return 'expired';
  if (start !== null && Date.parse(start) > now) return 'scheduled';
  return 'live';
}

/** What an experience's problems come to. */
export interface Trouble {
  tone: 'bad' | 'warning';
  label: string;
  /** Why, and what that means, in sentences. */
  detail: string;
}

type Troubled = Pick<ExperienceSummaryBody, 'target' | 'problems'>;

/** Who misses what because a Who cannot be evaluated; undefined without problems. */
export function findTrouble({ target, problems }: Troubled): Trouble | undefined {
  const [any] = problems;
  if (any === undefined) return undefined;
  const own = problems.find(({ path }) => path.startsWith('target.who'));
  if (own === undefined) {
    const detail = `${any.message} Blocks whose Who cannot be evaluated are shown to nobody.`;
    return { tone: 'bad', label: 'Blocks hidden', detail };
  }
  if (isAsked(target.showOn)) {
    const detail = `${own.message} Whoever asks for it sees it all the same: its Who is ignored.`;
    return { tone: 'warning', label: 'Who is broken', detail };
  }
  const detail = `${own.message} Only a page that asks for it by its id still shows it.`;
  return { tone: 'bad', label: 'Shown to nobody', detail };
}
