import type { ExperienceSummaryBody } from '@muster/protocol';
import { describe, expect, it } from 'vitest';
import { findTrouble, toShownStatus } from './experience-status.ts';

type Moment = 'open' | 'event' | 'leave' | 'manual' | 'url';

const now = Date.parse('2026-01-10T00:00:00Z');

const make = (
  type: Moment,
  paths: readonly string[] = [],
  end: string | null = null,
): ExperienceSummaryBody =>
  ({
    status: 'live',
    target: { showOn: { type }, when: { start: null, end } },
    problems: paths.map((path) => ({ path, message: 'It is gone.', code: 'segment_missing' })),
  }) as unknown as ExperienceSummaryBody;

describe('What a broken Who comes to', () => {
  it('is nothing without problems', () => {
    expect(findTrouble(make('open'))).toBeUndefined();
  });

  it.each(['open', 'event', 'leave'] as const)('is nobody, of what comes on %s', (type) => {
    expect(findTrouble(make(type, ['target.who.segmentIds[0]']))).toMatchObject({
      tone: 'bad',
      label: 'Shown to nobody',
    });
  });

  it.each(['manual', 'url'] as const)('is nothing to whoever asks for it, on %s', (type) => {
    const trouble = findTrouble(make(type, ['steps[1].who', 'target.who.conditions']));
    expect(trouble).toMatchObject({ tone: 'warning', label: 'Who is broken' });
    expect(trouble?.detail).toContain('It is gone.');
  });

  it.each(['open', 'manual'] as const)('of a block is that block, on %s', (type) => {
    expect(findTrouble(make(type, ['steps[1].who.segmentIds[0]']))?.label).toBe('Blocks hidden');
  });
});

describe('The end of what has passed', () => {
  const past = '2026-01-09T00:00:00Z';

  it.each(['open', 'event', 'leave'] as const)('holds for what comes on %s', (type) => {
    expect(toShownStatus(make(type, [], past), now)).toBe('expired');
  });

  it.each(['manual', 'url'] as const)('is ignored by what is asked for on %s', (type) => {
    expect(toShownStatus(make(type, [], past), now)).toBe('live');
  });
});
