import { type Plan, resolve, type TreeNode } from '@muster/conditions';
import { describe, expect, it } from 'vitest';
import { benchNow } from '../../population/population.ts';
import { CannotSay, type Language, translate } from './language.ts';
import { flagsmith } from './languages/flagsmith.ts';
import { growthbook } from './languages/growthbook.ts';
import { jsonLogic } from './languages/json-logic.ts';
import { jsonRules } from './languages/json-rules.ts';
import { mongo } from './languages/mongo.ts';
import { unleash } from './languages/unleash.ts';

const languages = { jsonLogic, mongo, growthbook, jsonRules, unleash, flagsmith };

function plan(...children: TreeNode[]): Plan {
  const context = {
    timeZone: 'UTC',
    segments: new Map(),
    experiences: new Map(),
    imports: new Set<string>(),
  };
  return resolve({ type: 'group', match: 'all', children }, { ...context, now: benchNow });
}

const custom = (kind: string, key: string, operator: string, value: unknown, not = false) =>
  ({ type: 'attribute', source: 'custom', kind, key, operator, value, not }) as TreeNode;

/** The one rule of a group of one. */
function say<Rule>(language: Language<Rule>, node: TreeNode): unknown {
  const group = translate(plan(node), {
    ...language,
    all: ([rule, ...more]) =>
      more.length === 0 && rule !== undefined ? rule : language.all([rule as Rule, ...more]),
  });
  return group;
}

describe('translate', () => {
  it('writes a text in each language', () => {
    const node = custom('string', 'plan', 'is', ['Pro', 'Team']);
    expect(say(jsonLogic, node)).toEqual({
      or: [{ '===': [{ var: 'plan' }, 'Pro'] }, { '===': [{ var: 'plan' }, 'Team'] }],
    });
    expect(say(mongo, node)).toEqual({ plan: { $in: ['Pro', 'Team'] } });
    expect(say(growthbook, node)).toEqual({ plan: { $in: ['Pro', 'Team'] } });
    expect(say(jsonRules, node)).toEqual({ fact: 'plan', operator: 'in', value: ['Pro', 'Team'] });
    expect(say(unleash, node)).toEqual([
      [expect.objectContaining({ contextName: 'plan', operator: 'IN', values: ['Pro', 'Team'] })],
    ]);
    expect(say(flagsmith, node)).toMatchObject({
      type: 'ANY',
      conditions: [{ property: 'plan', operator: 'IN', value: ['Pro', 'Team'] }],
    });
  });

  it('keeps who lacks a number out where a peer takes nothing for 0', () => {
    const below = custom('number', 'health', 'lt', 40);
    const above = custom('number', 'health', 'gt', 40);
    const rule = { '<': [{ var: 'health' }, 40] };
    expect(say(jsonLogic, below)).toEqual({ and: [{ '!==': [{ var: 'health' }, null] }, rule] });
    expect(say(jsonLogic, above)).toEqual({ '>': [{ var: 'health' }, 40] });
    expect(say(growthbook, below)).toEqual({ health: { $exists: true, $lt: 40 } });
  });

  it('compares a date as an instant beside its text, both ends', () => {
    const node = custom('date', 'renewal', 'inNext', { amount: 1, unit: 'day' });
    expect(say(mongo, node)).toEqual({
      $and: [
        { renewalAt: { $gte: benchNow + 1 } },
        { renewalAt: { $lt: benchNow + 86_400_000 + 1 } },
      ],
    });
  });

  it('lets a text stand for itself in a regular expression', () => {
    const query = say(mongo, custom('string', 'title', 'contains', ['a.b|c', '$/-']));
    const { title } = query as { title: RegExp };
    expect(['xA.B|Cx', '$/-'].map((text) => title.test(text))).toEqual([true, true]);
    expect(['axb', 'c'].map((text) => title.test(text))).toEqual([false, false]);
  });

  it('says what is not in each language, and nests', () => {
    const node = custom('number', 'nps', 'gte', 9, true);
    expect(say(mongo, node)).toEqual({ $nor: [{ nps: { $gte: 9 } }] });
    expect(say(growthbook, node)).toEqual({ $not: { nps: { $exists: true, $gte: 9 } } });
    expect(say(jsonRules, node)).toEqual({
      not: { fact: 'nps', operator: 'greaterThanInclusive', value: 9 },
    });
    expect(say(flagsmith, node)).toMatchObject({ type: 'NONE', rules: [{ type: 'ANY' }] });
  });

  it('makes any of several lists of constraints of a tree, and inverts them', () => {
    const [first, second] = [custom('number', 'a', 'gt', 1), custom('number', 'b', 'gt', 2)];
    const third = custom('number', 'c', 'gt', 3);
    const either: TreeNode = { type: 'group', match: 'any', children: [first, second] };
    const names = (
      rules: ReturnType<
        typeof translate<readonly (readonly { contextName: string; inverted: boolean }[])[]>
      >,
    ) =>
      rules.map((all) =>
        all.map(({ contextName, inverted }) => `${inverted ? '!' : ''}${contextName}`),
      );
    expect(names(translate(plan(either, third), unleash))).toEqual([
      ['a', 'c'],
      ['b', 'c'],
    ]);
    const both = unleash.all([translate(plan(first), unleash), translate(plan(second), unleash)]);
    expect(names(unleash.not(both))).toEqual([['!a'], ['!b']]);
    expect(names(unleash.not(translate(plan(either), unleash)))).toEqual([['!a', '!b']]);
  });

  it.each(Object.entries(languages))('has no words for events: %s', (_, language) => {
    const events = plan({ type: 'event', source: 'api', name: 'purchase' });
    expect(() => translate(events, language as Language<unknown>)).toThrow(CannotSay);
  });

  it('refuses what a language lacks', () => {
    const list = plan(custom('list', 'interests', 'includesAny', ['api']));
    const text = plan(custom('string', 'title', 'contains', ['a']));
    expect(() => translate(list, unleash)).toThrow('no lists');
    expect(() => translate(list, flagsmith)).toThrow('no lists');
    expect(() => translate(text, jsonRules)).toThrow('no contains of text');
  });
});
