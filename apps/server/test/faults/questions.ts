import type { ProfileState } from './tracked-profile.ts';

/** An audience whose members can be told from what clients have sent. */
export interface AudienceQuestion {
  name: string;
  conditions: { type: 'group'; match: 'all'; children: object[] };
  holds(state: ProfileState, now: number): boolean;
}

const ask = (
  name: string,
  children: object[],
  holds: AudienceQuestion['holds'],
): AudienceQuestion => ({ name, conditions: { type: 'group', match: 'all', children }, holds });

const bought = (rest: object) => ({ type: 'event', source: 'api', name: 'bought', ...rest });
const attribute = { type: 'attribute', source: 'custom' };
const isPro = { ...attribute, key: 'plan', kind: 'string', operator: 'is', value: ['Pro'] };
const hourMs = 3_600_000;

/**
 * Each looks at events alone or at attributes alone: while a batch is being taken in, the index may know a
 * user's newest events and not yet her newest attributes, neither of which was acknowledged before.
 */
export const questions: AudienceQuestion[] = [
  ask('everybody', [], () => true),
  ask(
    'bought three times',
    [bought({ count: { operator: 'atLeast', value: 3 } })],
    (state) => state.bought.length >= 3,
  ),
  ask(
    'never bought',
    [bought({ count: { operator: 'exactly', value: 0 } })],
    (state) => state.bought.length === 0,
  ),
  ask(
    'bought in the last hour',
    [bought({ window: { operator: 'inLast', amount: 1, unit: 'hour' } })],
    (state, now) => state.bought.some(({ at }) => now - hourMs < at && at <= now),
  ),
  ask('on Pro', [isPro], (state) => state.plan === 'Pro'),
  ask('not on Pro', [{ ...isPro, not: true }], (state) => state.plan !== 'Pro'),
  ask(
    'come to step 20',
    [{ ...attribute, key: 'step', kind: 'number', operator: 'gte', value: 20 }],
    (state) => state.step !== undefined && state.step >= 20,
  ),
];
