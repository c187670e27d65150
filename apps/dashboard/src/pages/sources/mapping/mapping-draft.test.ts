import type { SourceMapping } from '@muster/protocol';
import { expect, test } from 'vitest';
import { toDraft, toMapping } from './mapping-draft.ts';

const whole: SourceMapping = {
  items: 'batch',
  only: { path: 'type', equals: ['created', 'updated'] },
  user: { by: 'email', path: 'properties.email' },
  messageId: 'id',
  timestamp: 'at',
  native: { name: 'name', language: '["a.b"]' },
  attributes: [{ path: 'plan', key: 'plan', as: 'asIs' }],
  event: { name: { path: 'metric' }, properties: [{ path: 'x', key: 'y', as: 'number' }] },
};

test('a mapping comes back as it was', () => {
  expect(toMapping(toDraft(whole))).toEqual(whole);
  const fixed = { ...whole, event: { name: { text: 'Seen' }, properties: [] } };
  expect(toMapping(toDraft(fixed))).toEqual(fixed);
  const least = { user: { by: 'userId' as const, path: 'id' }, native: {}, attributes: [] };
  expect(toMapping(toDraft(least))).toEqual(least);
});

test('what is empty is left out, and white space around it', () => {
  const draft = toDraft(whole);
  const row = { path: ' ', key: '', as: 'asIs' as const };
  const changed = {
    ...draft,
    items: ' ',
    onlyEquals: ' created ,, ',
    attributes: [row],
    eventBy: 'none' as const,
  };
  const mapping = toMapping(changed);
  expect(mapping).not.toHaveProperty('items');
  expect(mapping).not.toHaveProperty('event');
  expect(mapping.only?.equals).toEqual(['created']);
  expect(mapping.attributes).toEqual([]);
  // A half of a row is for the server to refuse: it is not lost.
  const half = toMapping({ ...draft, attributes: [{ path: 'a', key: ' ', as: 'asIs' }] });
  expect(half.attributes).toEqual([{ path: 'a', key: '', as: 'asIs' }]);
});
