import type { LoadClient } from './client.ts';
import type { AudienceQuestion } from './questions.ts';
import type { ProfileState, TrackedProfile } from './tracked-profile.ts';

/** How far each client was at one instant: requests acknowledged and sent. */
export type Progress = Map<LoadClient, { acknowledged: number; sent: number }>;

export function readProgress(clients: readonly LoadClient[]): Progress {
  return new Map(
    clients.map((client) => [client, { acknowledged: client.acknowledged, sent: client.sent }]),
  );
}

/** What was answered, by count alone or with the ids of who it is. */
export interface Answer {
  count: number;
  now: number;
  ids?: readonly string[];
}

/**
 * Why an answer is wrong, or nothing. Each profile must be one of those it can have been between what was
 * acknowledged before the question was put and what had been sent when it was answered.
 */
export function findFault(
  clients: readonly LoadClient[],
  { name, holds }: AudienceQuestion,
  answer: Answer,
  before: Progress,
): string | undefined {
  const { now, count } = answer;
  const ids = answer.ids && new Set(answer.ids);
  let fewest = 0;
  let most = 0;
  const wrong: string[] = [];
  for (const client of clients) {
    const from = before.get(client)?.acknowledged ?? 0;
    for (const profile of client.profiles) {
      const verdicts = profile
        .statesBetween(from, client.sent)
        .map((state) => isIn(state, holds, now));
      const must = verdicts.every(Boolean);
      const may = verdicts.some(Boolean);
      fewest += Number(must);
      most += Number(may);
      const isListed = ids !== undefined && isNamed(profile, ids);
      if (ids && must && !isListed) wrong.push(`${describe(profile)} is missing`);
      if (ids && !may && isListed) wrong.push(`${describe(profile)} is there`);
    }
  }
  if (count < fewest || count > most) wrong.push(`${count} is not within ${fewest} to ${most}`);
  return wrong.length === 0 ? undefined : `${name}: ${wrong.slice(0, 5).join(', ')}`;
}

function isIn(
  state: ProfileState | undefined,
  holds: AudienceQuestion['holds'],
  now: number,
): boolean {
  return state !== undefined && holds(state, now);
}

function isNamed({ userId, anonymousId }: TrackedProfile, ids: ReadonlySet<string>): boolean {
  return (
    (userId !== undefined && ids.has(userId)) || (anonymousId !== undefined && ids.has(anonymousId))
  );
}

function describe({ userId, anonymousId }: TrackedProfile): string {
  return userId ?? anonymousId ?? 'nobody';
}
