import type { Judge } from './contenders.ts';

/** Of so many verdicts of one peer, those that are other than ours, by the place of the plan. */
export interface Differences {
  /** People whose verdicts differ, by plan. */
  byPlan: number[];
  total: number;
  /** People about whom the peer threw instead of answering; all its verdicts on them differ. */
  failures: number;
}

const noVerdict = 2;

/** Asks both about everybody. */
export async function compareAnswers<Ours, Theirs>(
  plans: number,
  people: readonly { ours: Ours; theirs: Theirs }[],
  ours: Judge<Ours>,
  theirs: Judge<Theirs>,
): Promise<Differences> {
  const byPlan = new Array<number>(plans).fill(0);
  let failures = 0;
  const [own, other] = [new Uint8Array(plans), new Uint8Array(plans)];
  for (const person of people) {
    await ours(person.ours, own);
    try {
      await theirs(person.theirs, other);
    } catch {
      failures += 1;
      other.fill(noVerdict);
    }
    for (let at = 0; at < plans; at += 1) {
      if (own[at] !== other[at]) byPlan[at] = (byPlan[at] ?? 0) + 1;
    }
  }
  return { byPlan, total: byPlan.reduce((sum, count) => sum + count, 0), failures };
}
