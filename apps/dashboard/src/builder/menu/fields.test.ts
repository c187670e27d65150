import { expect, test } from 'vitest';
import type { BuilderCatalog } from '../builder-data.ts';
import { listFields } from './fields.ts';

const text = { users: 1, kinds: [{ kind: 'string', users: 1 }] } as const;

const catalog: BuilderCatalog = {
  native: [
    { key: 'language', isHidden: true },
    { key: 'email', description: 'Where we write to' },
  ],
  attributes: [
    { key: 'plan', ...text, description: 'What they pay for' },
    { key: 'noise', ...text, isHidden: true },
  ],
  traits: [{ key: 'only', ...text, isHidden: true }],
  events: [
    { source: 'api', name: 'bought', count: 1 },
    { source: 'api', name: 'pinged', count: 9, isHidden: true },
  ],
  segments: [],
};

test('what is hidden is not offered, nor a category of which nothing is left', () => {
  const sections = listFields(catalog);
  const labels = sections.flatMap(({ fields }) => fields.map(({ label }) => label));
  expect(labels).toEqual(expect.arrayContaining(['Name', 'Email', 'plan', 'bought']));
  for (const hidden of ['Language', 'noise', 'only', 'pinged']) {
    expect(labels).not.toContain(hidden);
  }
  expect(sections.map(({ id }) => id)).not.toContain('segmentTraits');
});

test('what is described says so', () => {
  const fields = listFields(catalog).flatMap((section) => section.fields);
  const find = (label: string) => fields.find((field) => field.label === label)?.description;
  expect([find('Email'), find('plan'), find('Name')]).toEqual([
    'Where we write to',
    'What they pay for',
    undefined,
  ]);
});
