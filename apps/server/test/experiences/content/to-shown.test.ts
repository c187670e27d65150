import { describe, expect, it } from 'vitest';
import {
  createPersonValues,
  noValues,
} from '../../../src/modules/experiences/content/person-values.ts';
import { toShown } from '../../../src/modules/experiences/content/to-shown.ts';
import type { ExperienceRow } from '../../../src/store/experiences.ts';
import { makeExperience, makeFullProfile, noon } from '../../store/samples.ts';

const find = createPersonValues(makeFullProfile(1));
const step = { title: '', body: '', buttons: [] };
const isTwo = (index: number) => index === 2;

const render = (title: string) =>
  toShown(makeExperience({ steps: [{ ...step, id: 'a', title }] }), { find }).steps[0]?.title;

describe('toShown', () => {
  it.each([
    ['Hello {name}', 'Hello Ada'],
    ['{email | you}', 'you'],
    ['{plan}, {attr.plan}, {trait.plan|none}', 'pro, pro, none'],
    ['{company} {attr.company|-}', 'Analytical -'],
    ['{seats} {trial} {cities}', '12.5 false Paris, Lyon'],
    ['{empty|e} {none|n} {gone|g} {missing}', 'e n g '],
    ['{id} {sessions} {tags}', 'ada 3 vip, émile'],
    ['{__proto__|a} {constructor|b}', 'a b'],
    ['\\{name} { name } {}', '{name} Ada {}'],
  ])('fills %j', (title, expected) => {
    expect(render(title)).toBe(expected);
  });

  it('fills the labels of buttons and keeps what else they are', () => {
    const button = {
      label: 'Go, {name}',
      style: 'primary' as const,
      action: 'link' as const,
      url: '/a',
    };
    const { steps } = toShown(
      makeExperience({ steps: [{ ...step, id: 'a', buttons: [button] }] }),
      { find },
    );
    expect(steps[0]?.buttons).toEqual([{ ...button, label: 'Go, Ada' }]);
  });

  it('tells a browser neither the name nor whom it is for', () => {
    const who = { type: 'segments' as const, segmentIds: ['secret'] };
    const shown = toShown(
      makeExperience({
        name: 'Secret',
        steps: [{ ...step, id: 'a', who }],
        target: { ...makeExperience().target, who },
      }),
      { find: noValues },
    );
    expect(JSON.stringify(shown)).not.toMatch(/secret/i);
  });

  it('leaves out the blocks that are not for this person', () => {
    const steps = ['a', 'b', 'c'].map((id) => ({ ...step, id }));
    const shown = toShown(makeExperience({ type: 'resourceCenter', steps }), {
      find,
      sees: isTwo,
    });
    expect(shown.steps.map(({ id }) => id)).toEqual(['c']);
  });

  it('says which items of a checklist are done, and which the person does by hand', () => {
    const event = { source: 'app' as const, name: 'invited' };
    const steps = [
      { ...step, id: 'a', task: { event } },
      { ...step, id: 'b', task: {} },
      { ...step, id: 'c' },
    ];
    const shown = toShown(makeExperience({ type: 'checklist', steps }), { find, isDone: isTwo });
    expect(shown.steps.map(({ isDone, byHand }) => [isDone, byHand])).toEqual([
      [false, false],
      [false, true],
      [true, true],
    ]);
  });

  it('says of a post when it was published and whether it was read', () => {
    const post: ExperienceRow = makeExperience({ type: 'post', publishedAt: noon });
    expect(toShown(post, { find, isRead: true })).toMatchObject({
      isRead: true,
      publishedAt: noon,
    });
    expect(toShown(post, { find })).toMatchObject({ isRead: false });
    expect(toShown(makeExperience(), { find })).not.toHaveProperty('isRead');
  });
});
