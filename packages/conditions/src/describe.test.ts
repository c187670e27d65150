import fc from 'fast-check';
import { expect, describe as suite, test } from 'vitest';
import { describe } from './describe.ts';
import { describeCondition, type Names } from './describe-condition.ts';
import type { Condition, EventCondition, Group, TreeNode } from './tree.ts';

const names: Names = {
  segment: (id) => ({ vip: 'VIP' })[id],
  experience: (id) => ({ nps: 'Q1 NPS survey', invite: 'Invite your team' })[id],
  import: (id) => ({ webinar: 'autumn-webinar.csv' })[id],
};
const namesWithSteps: Names = {
  ...names,
  step: (_experienceId, id) => ({ score: 'How likely are you to recommend us?' })[id],
};

const lastActivity: Condition = {
  type: 'attribute',
  source: 'native',
  key: 'lastActivity',
  kind: 'date',
  operator: 'inLast',
  value: { amount: 30, unit: 'day' },
};
const plan = isAnyOf('custom', 'plan', 'Pro', 'Team');
const answered: Condition = {
  type: 'answer',
  experienceId: 'nps',
  stepId: 'score',
  kind: 'number',
  operator: 'gte',
  value: 8,
};

suite('a tree', () => {
  test('is one formula', () => {
    const exported = event('report_exported', {
      count: { operator: 'atLeast', value: 3 },
      window: { operator: 'inLast', amount: 14, unit: 'day' },
    });
    const enrolled = event('$feature_enrolled', {
      count: { operator: 'atLeast', value: 1 },
      window: { operator: 'inLast', amount: 30, unit: 'day' },
    });
    const tree = all(
      lastActivity,
      plan,
      any(answered, exported, all(isAnyOf('trait', 'company_size', '51–200', '200+'), enrolled)),
      { type: 'experience', experienceId: 'invite', interaction: 'completed', not: true },
    );
    expect(describe(tree, names)).toBe(
      'Last activity in the last 30 days AND plan is any of Pro or Team AND ' +
        '(Q1 NPS survey answered ≥ 8 OR report_exported occurred ≥ 3× in 14 d OR ' +
        '(company_size is any of 51–200 or 200+ AND $feature_enrolled occurred ≥ 1× in 30 d)) AND ' +
        'Has not been completed: Invite your team',
    );
  });

  test.each<[string, Group]>([
    ['Everyone', all()],
    ['plan is any of Pro or Team', any(plan)],
    ['plan is any of Pro or Team', all(any(all(plan)))],
    ['Is in segment: VIP OR plan is any of Pro or Team', all(any(segment('vip'), plan))],
    ['Is in segment: VIP AND plan is any of Pro or Team', all(segment('vip'), all(plan))],
    [
      'Is in segment: VIP OR (Is in segment: VIP AND plan is any of Pro or Team)',
      any(segment('vip'), any(all(segment('vip'), plan))),
    ],
    ['Is in segment: VIP AND (empty group)', all(segment('vip'), any())],
  ])('%s', (words, tree) => {
    expect(describe(tree, names)).toBe(words);
  });
});

suite('a condition', () => {
  test.each<[string, Condition]>([
    ['plan is none of Pro or Team', { ...plan, not: true }],
    [
      'Name is empty',
      { ...plan, source: 'native', key: 'name', operator: 'empty', value: undefined },
    ],
    ['name is not empty', { ...plan, key: 'name', operator: 'empty', value: undefined, not: true }],
    ['seats between 1 and 5', number('seats', 'between', [1, 5])],
    ['not (seats between 1 and 5)', { ...number('seats', 'between', [1, 5]), not: true }],
    ['Last activity more than 30 days ago', { ...lastActivity, operator: 'moreThanAgo' }],
    ['Has been seen: Invite your team', experience('seen')],
    ['Has not been seen: Invite your team', { ...experience('seen'), not: true }],
    ['Has been completed: Invite your team', experience('completed')],
    ['Is not in segment: VIP', { ...segment('vip'), not: true }],
    ['Imported in autumn-webinar.csv', { type: 'import', importId: 'webinar' }],
    ['Not imported in autumn-webinar.csv', { type: 'import', importId: 'webinar', not: true }],
  ])('%s', (words, condition) => {
    expect(describeCondition(condition, names)).toBe(words);
  });

  test('names the step where steps have names', () => {
    expect(describeCondition(answered, namesWithSteps)).toBe(
      'Q1 NPS survey › How likely are you to recommend us? answered ≥ 8',
    );
  });
});

suite('an event', () => {
  test.each<[string, Partial<EventCondition>]>([
    ['buy occurred ≥ 1×', {}],
    ['buy did not occur', { not: true }],
    ['buy occurred ≥ 2×', { count: { operator: 'atLeast', value: 2 } }],
    ['buy occurred < 2×', { count: { operator: 'atLeast', value: 2 }, not: true }],
    ['buy occurred ≤ 2×', { count: { operator: 'atMost', value: 2 } }],
    ['buy occurred > 2×', { count: { operator: 'atMost', value: 2 }, not: true }],
    ['buy did not occur', { count: { operator: 'atMost', value: 0 } }],
    ['buy occurred exactly 2×', { count: { operator: 'exactly', value: 2 } }],
    ['buy occurred other than 2×', { count: { operator: 'exactly', value: 2 }, not: true }],
    ['buy did not occur', { count: { operator: 'exactly', value: 0 } }],
    ['buy occurred ≥ 1×', { count: { operator: 'exactly', value: 0 }, not: true }],
    ['buy occurred 1 to 3×', { count: { operator: 'between', value: [1, 3] } }],
    [
      'buy occurred other than 1 to 3×',
      { count: { operator: 'between', value: [1, 3] }, not: true },
    ],
    ['buy occurred ≥ 1×', { window: { operator: 'ever' } }],
    [
      'buy occurred ≥ 1× more than 2 mo ago',
      { window: { operator: 'moreThanAgo', amount: 2, unit: 'month' } },
    ],
    [
      'buy occurred ≥ 1× between 2026-01-01 and 2026-02-01',
      { window: { operator: 'between', from: '2026-01-01', to: '2026-02-01' } },
    ],
    ['buy occurred ≥ 1× before 2026-01-01', { window: { operator: 'before', at: '2026-01-01' } }],
    ['buy occurred ≥ 1× after 2026-01-01', { window: { operator: 'after', at: '2026-01-01' } }],
    [
      'buy occurred ≥ 1× in 1 h where dollars ≥ 50 and currency is none of EUR',
      {
        window: { operator: 'inLast', amount: 1, unit: 'hour' },
        where: [
          { key: 'dollars', kind: 'number', operator: 'gte', value: 50 },
          { key: 'currency', kind: 'string', operator: 'is', value: ['EUR'], not: true },
        ],
      },
    ],
  ])('%s', (words, condition) => {
    expect(describeCondition(event('buy', condition), names)).toBe(words);
  });
});

suite('what is unknown', () => {
  test.each<[string, Condition]>([
    ['Is in segment: unknown segment gone', segment('gone')],
    ['Imported in unknown import gone', { type: 'import', importId: 'gone' }],
    [
      'Has been seen: unknown experience gone',
      { type: 'experience', experienceId: 'gone', interaction: 'seen' },
    ],
    ['Q1 NPS survey › unknown step gone answered ≥ 8', { ...answered, stepId: 'gone' }],
    ['plan unknown operator soundsLike', { ...plan, operator: 'soundsLike' }],
    ['not (plan unknown operator soundsLike)', { ...plan, operator: 'soundsLike', not: true }],
    ['plan is any of an unreadable value', { ...plan, value: 5 }],
    ['plan is any of …', { ...plan, value: [] }],
    ['seats > …', number('seats', 'gt', null)],
  ])('%s', (words, condition) => {
    expect(describeCondition(condition, namesWithSteps)).toBe(words);
  });

  test('never throws, whatever the test', () => {
    const anyText = fc.oneof(fc.string(), fc.constantFrom('__proto__', 'is', 'between', 'inLast'));
    const kind = fc.constantFrom('string', 'number', 'boolean', 'date', 'list' as const);
    fc.assert(
      fc.property(anyText, kind, fc.jsonValue(), fc.boolean(), (operator, of, value, not) => {
        const condition = { ...plan, operator, kind: of, value, not } as Condition;
        expect(describeCondition(condition, names)).toContain('plan');
      }),
    );
  });
});

function all(...children: TreeNode[]): Group {
  return { type: 'group', match: 'all', children };
}

function any(...children: TreeNode[]): Group {
  return { type: 'group', match: 'any', children };
}

function segment(segmentId: string): Condition {
  return { type: 'segment', segmentId };
}

function experience(interaction: 'seen' | 'completed'): Condition {
  return { type: 'experience', experienceId: 'invite', interaction };
}

function isAnyOf(source: 'custom' | 'trait', key: string, ...value: string[]) {
  return { type: 'attribute', source, key, kind: 'string', operator: 'is', value } as const;
}

function number(key: string, operator: string, value: unknown): Condition {
  return { type: 'attribute', source: 'custom', key, kind: 'number', operator, value };
}

function event(name: string, condition: Partial<EventCondition>): EventCondition {
  return { type: 'event', source: 'app', name, ...condition };
}
