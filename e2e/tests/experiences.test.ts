import type { WhoBody } from '@muster/protocol';
import { describe, expect } from 'vitest';
import { expectNoText, publish, reactions, waitForText } from '../fixtures/experiences.ts';
import { test } from '../fixtures/journey.ts';
import { script, waitForStart } from '../fixtures/say.ts';
import { buildPage } from '../fixtures/snippet.ts';

const identify = (id: string, attributes = '{}') =>
  script(`jimo.push(['do', 'identify', ['${id}']]);
    jimo.push(['set', 'user:attributes', [${attributes}]]);`);

/** Whoever has the attribute, so that the tests of a file do not meet. */
const onlyFor = (who: string): WhoBody => ({
  type: 'conditions',
  conditions: {
    type: 'group',
    match: 'all',
    children: [
      {
        type: 'attribute',
        source: 'custom',
        key: 'who',
        kind: 'string',
        operator: 'is',
        value: [who],
      },
    ],
  },
});

describe('A banner', () => {
  test('is shown to the right person, and not to the wrong one', async ({ site, muster }) => {
    await publish(muster, {
      type: 'banner',
      steps: [{ id: 'one', title: 'Hello {name | there}', body: 'A **new** thing', buttons: [] }],
      target: { who: onlyFor('right') },
    });
    const right = await site.open(
      buildPage(site.snippet() + identify('right', "{ who: 'right' }")),
    );
    await waitForText(right, 'Hello there');
    await right.getByRole('button', { name: 'Close' }).click();
    await expect.poll(() => reactions(muster, 'right')).toEqual(['seen', 'dismissed']);
    const wrong = await site.open(
      buildPage(site.snippet() + script("jimo.push(['do', 'user:reset']);") + identify('wrong')),
    );
    await waitForStart(wrong);
    await expectNoText(wrong, 'Hello');
  });
});
