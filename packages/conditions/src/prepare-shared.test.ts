import { expect, test, vi } from 'vitest';
import { did, noLookup, occurrence, person } from '../test/build-person.ts';
import { all, any, context, event, is, not } from '../test/build-tree.ts';
import { prepareAll } from './prepare.ts';
import type { Value } from './profile.ts';
import { createResolver } from './resolve.ts';
import type { TreeNode } from './tree.ts';

const pro = person({ attributes: { plan: 'Pro' } });

test('a value is read once for a user, however many plans compare it in the same way', () => {
  const text = { type: 'attribute', source: 'custom', key: 'x', kind: 'string' } as const;
  const list = { ...text, kind: 'list' } as const;
  const trees: TreeNode[] = [
    { ...text, operator: 'contains', value: ['pr'] },
    { ...text, operator: 'startsWith', value: 'PRO' },
    { ...text, operator: 'endsWith', value: 'x', not: true },
    { ...text, operator: 'is', value: ['Pro'] },
    { ...text, operator: 'is', value: ['pro'] },
    { ...text, operator: 'empty' },
    { ...list, operator: 'includesAny', value: ['Pro'] },
    { ...text, source: 'trait', operator: 'is', value: ['Pro'] },
    { ...text, kind: 'date', operator: 'before', value: '2026-01-01' },
    { ...list, operator: 'empty' },
  ];
  const resolver = createResolver(context());
  const evaluateAll = prepareAll(trees.map((tree) => resolver.resolve(all(tree))));
  const reads = (value?: Value) => {
    const attributes = new Map(value === undefined ? [] : [['x', value]]);
    const get = vi.spyOn(attributes, 'get');
    const verdicts = evaluateAll({ ...person(), attributes }, noLookup);
    return { verdicts: verdicts.map(Number).join(''), times: get.mock.calls.length };
  };
  // Folded, as text, as a list, as a date, and as it is.
  expect(reads('Pro')).toEqual({ verdicts: '1111000000', times: 5 });
  expect(reads('2025-12-31')).toEqual({ verdicts: '0010000010', times: 5 });
  expect(reads(['Pro'])).toEqual({ verdicts: '0010001000', times: 5 });
  expect(reads()).toEqual({ verdicts: '0010010001', times: 5 });
});

test('conditions of several plans that say the same are answered once for a user', () => {
  const recent = event('purchase', { window: { operator: 'inLast', amount: 1, unit: 'hour' } });
  const { now } = context();
  const [here, later] = [
    createResolver(context()),
    createResolver(context({ now: now + 2 * 3_600_000 })),
  ];
  const plans = [
    here.resolve(all(recent)),
    here.resolve(any(not(recent))),
    here.resolve(all(is('plan', 'Pro'), any(recent, is('plan', 'Team')))),
    later.resolve(all(recent)),
  ];
  let lookups = 0;
  const events = did(occurrence('purchase', now));
  const verdicts = prepareAll(plans)(pro, {
    find(...query) {
      lookups += 1;
      return events.find(...query);
    },
  });
  // What moves with time says something else at another instant.
  expect(verdicts).toEqual([true, false, true, false]);
  expect(lookups).toBe(2);
});
