import type { Value } from '@muster/conditions';
import type { Happened } from './analytics-house.ts';

/** The numbers of events, counted one by one in memory: what the index is held against. */
export function countNaively(
  events: readonly Happened[],
  { from, to, timeZone }: { from: string; to: string; timeZone: string },
) {
  const dayOf = (at: number) => new Date(at).toLocaleDateString('sv-SE', { timeZone });
  const asked = events.filter(({ at }) => dayOf(at) >= from && dayOf(at) <= to);
  const dates = [...new Set(asked.map(({ at }) => dayOf(at)))].sort();
  return {
    totals: {
      ...countActivity(asked),
      completedBy: countPeople(asked, 'completed'),
      dismissedBy: countPeople(asked, 'dismissed'),
    },
    /** Those on which something happened. */
    days: dates.map((date) => ({
      date,
      ...countActivity(asked.filter(({ at }) => dayOf(at) === date)),
    })),
    peopleAt: (stepId: string) =>
      new Set(asked.filter((one) => one.stepId === stepId).map(({ user }) => user)).size,
    /** The latest answer of each person who has not taken it back. */
    answersTo: (stepId: string) =>
      latestByUser(asked.filter((one) => one.action === 'answered' && one.stepId === stepId)),
  };
}

function countActivity(events: readonly Happened[]) {
  return {
    reached: countPeople(events, 'seen'),
    seen: countShowings(events, 'seen'),
    completed: countShowings(events, 'completed'),
    dismissed: countShowings(events, 'dismissed'),
  };
}

function countPeople(events: readonly Happened[], action: Happened['action']): number {
  return new Set(events.filter((one) => one.action === action).map(({ user }) => user)).size;
}

function countShowings(events: readonly Happened[], action: Happened['action']): number {
  const told = events.filter((one) => one.action === action);
  const named = told.flatMap(({ user, show }) => (show === undefined ? [] : [`${user} ${show}`]));
  return new Set(named).size + told.filter(({ show }) => show === undefined).length;
}

function latestByUser(answers: readonly Happened[]): Map<string, Value | undefined> {
  const latest = new Map<string, Happened>();
  for (const answer of answers) {
    const before = latest.get(answer.user);
    if (before === undefined || answer.at > before.at) latest.set(answer.user, answer);
  }
  return new Map(
    [...latest].flatMap(([user, { value }]) => (isEmpty(value) ? [] : [[user, value] as const])),
  );
}

function isEmpty(value: Value | undefined): boolean {
  return value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}
