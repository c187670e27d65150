import { answerKey } from '@muster/conditions';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findProfile } from '../../src/modules/profiles/find-profile.ts';
import type { ExperienceRow } from '../../src/store/experiences.ts';
import { allOf } from '../http/test-house.ts';
import { noon } from '../ingest/open-ingest.ts';
import { readAllEvents } from '../store/samples.ts';
import { createExperienceDesk, makeTarget } from './experience-helpers.ts';
import { makeId, openSdk, type TestSdk } from './open-sdk.ts';

const ada = makeId('ada');
const bob = makeId('bob');
const step = { title: '', body: '', buttons: [] };
const required = true;
const choices = ['A', 'B', 'C'];
const steps: ExperienceRow['steps'] = [
  { ...step, id: 'nps', question: { kind: 'nps', required } },
  { ...step, id: 'scale', question: { kind: 'scale', required, low: 1, high: 5, look: 'stars' } },
  { ...step, id: 'slider', question: { kind: 'slider', required, low: -1, high: 1, step: 0.5 } },
  { ...step, id: 'single', question: { kind: 'single', required, choices } },
  { ...step, id: 'multiple', question: { kind: 'multiple', required, choices } },
  { ...step, id: 'any', question: { kind: 'multiple', required: false, choices } },
  { ...step, id: 'text', question: { kind: 'text', required } },
  { ...step, id: 'free', question: { kind: 'text', required: false } },
  { ...step, id: 'bye' },
];

let sdk: TestSdk;
beforeEach(async () => {
  sdk = await openSdk();
  await desk.put({ id: 'poll', steps });
});
afterEach(() => sdk.close());
const desk = createExperienceDesk(() => sdk);

const profileOf = (id: string) => sdk.store.read((tx) => findProfile(tx, sdk.project.number, id));
const interactionOf = async (id: string) => (await profileOf(id))?.interactions.get('poll');
const answerOf = async (id: string, stepId: string) =>
  (await profileOf(id))?.answers.get(answerKey('poll', stepId));
const events = () => readAllEvents(sdk.store, sdk.project.number);
const codesOf = ({ rejected }: { rejected: { code: string; scope: string; path: string }[] }) =>
  rejected.map(({ code, scope, path }) => [code, scope, path]);

describe('a report', () => {
  it('changes the profile and is a native event, together', async () => {
    await desk.report(ada, 'poll', 'seen', { stepId: 'nps' });
    await desk.report(ada, 'poll', 'stepSeen', { stepId: 'text' });
    await desk.report(ada, 'poll', 'answered', { stepId: 'multiple', value: ['B', 'A'] });
    sdk.clock.now = noon + 5;
    await desk.report(ada, 'poll', 'completed');
    await desk.report(ada, 'poll', 'dismissed', { stepId: 'bye', show: undefined });
    await desk.report(ada, 'poll', 'seen');
    expect(await interactionOf(ada)).toEqual({
      firstSeen: noon,
      seen: noon + 5,
      completed: noon + 5,
      dismissed: noon + 5,
    });
    expect(await answerOf(ada, 'multiple')).toEqual({ value: ['B', 'A'], at: noon });
    const common = { experienceId: 'poll', experienceType: 'survey' };
    const found = (await events()).map(({ source, name, properties }) => [
      source,
      name,
      Object.fromEntries(properties),
    ]);
    expect(found).toHaveLength(6);
    expect(found).toEqual(
      expect.arrayContaining([
        ['app', 'experience seen', { ...common, stepId: 'nps', show: 's1' }],
        ['app', 'experience step seen', { ...common, stepId: 'text', show: 's1' }],
        [
          'app',
          'experience answered',
          { ...common, stepId: 'multiple', value: ['B', 'A'], show: 's1' },
        ],
        ['app', 'experience completed', { ...common, show: 's1' }],
        ['app', 'experience dismissed', { ...common, stepId: 'bye' }],
        ['app', 'experience seen', { ...common, show: 's1' }],
      ]),
    );
  });

  it('counts once, however often it is sent', async () => {
    const command = { type: 'experience', experienceId: 'poll', action: 'seen', as: ada };
    for (let i = 0; i < 3; i += 1) {
      expect(await sdk.send('s', 1, command)).toMatchObject({ accepted: 1, rejected: [] });
    }
    expect(await events()).toHaveLength(1);
  });

  it('is in conditions at once', async () => {
    const seen = { type: 'experience', experienceId: 'poll', interaction: 'seen' } as const;
    const answered = {
      type: 'answer',
      experienceId: 'poll',
      stepId: 'nps',
      kind: 'number',
      operator: 'gte',
      value: 9,
    } as const;
    await desk.putSegment('seen', allOf(seen));
    await desk.putSegment('promoters', allOf(answered));
    const who = { type: 'segments' as const, segmentIds: ['promoters'] };
    const when = { ignoresRateLimit: true };
    await desk.put({ id: 'thanks', type: 'banner', target: makeTarget({ who, when }) });
    expect(await desk.see(ada)).toEqual(['poll']);
    await desk.report(ada, 'poll', 'seen');
    expect(await desk.see(ada)).toEqual([]);
    const command = { type: 'experience', experienceId: 'poll', action: 'answered', as: ada };
    const reply = await sdk.post({
      stream: makeId('other'),
      sentAt: noon,
      commands: [{ ...command, seq: 1, at: noon, stepId: 'nps', value: 9 }],
      ask: ['segments', 'experiences'],
      page: { url: 'https://shop.test/', device: 'desktop' },
    });
    expect(await reply.json()).toMatchObject({
      segments: [{ id: 'promoters' }, { id: 'seen' }],
      experiences: [{ id: 'thanks' }],
    });
  });

  it('keeps what is latest, in whatever order it arrives', async () => {
    const at = (ago: number) => ({ at: noon - ago, stepId: 'nps' });
    await desk.report(ada, 'poll', 'answered', { ...at(5), value: 5 });
    await desk.report(ada, 'poll', 'answered', { ...at(9), value: 1 });
    await desk.report(ada, 'poll', 'seen', at(5));
    await desk.report(ada, 'poll', 'seen', at(9));
    expect(await answerOf(ada, 'nps')).toEqual({ value: 5, at: noon - 5 });
    expect(await interactionOf(ada)).toEqual({ firstSeen: noon - 9, seen: noon - 5 });
  });

  it('of an anonymous person is hers when she identifies', async () => {
    await desk.report(bob, 'poll', 'answered', { at: noon - 9, stepId: 'nps', value: 3 });
    await desk.report(bob, 'poll', 'answered', { at: noon - 9, stepId: 'text', value: 'old' });
    await desk.report(bob, 'poll', 'seen', { at: noon - 9 });
    await desk.say(bob, { type: 'identify', userId: 'u-1' });
    await desk.report(ada, 'poll', 'answered', { at: noon - 5, stepId: 'nps', value: 9 });
    await desk.report(ada, 'poll', 'seen', { at: noon - 5 });
    await desk.report(ada, 'poll', 'dismissed', { at: noon - 4 });
    await desk.say(ada, { type: 'identify', userId: 'u-1' });
    expect(await answerOf('u-1', 'nps')).toEqual({ value: 9, at: noon - 5 });
    expect(await answerOf('u-1', 'text')).toEqual({ value: 'old', at: noon - 9 });
    expect(await interactionOf('u-1')).toEqual({
      firstSeen: noon - 9,
      seen: noon - 5,
      dismissed: noon - 4,
    });
    expect((await events()).filter(({ name }) => name === 'experience answered')).toHaveLength(3);
    expect(await desk.see(bob)).toEqual([]);
  });
});

describe('an answer', () => {
  it.each([
    ['nps', 0],
    ['nps', 10],
    ['scale', 1],
    ['scale', 5],
    ['slider', -1],
    ['slider', 0.3],
    ['single', 'B'],
    ['multiple', ['C']],
    ['multiple', ['A', 'B', 'C']],
    ['any', []],
    ['text', '<script>x</script>'],
    ['text', '😀'.repeat(700)],
    ['free', ''],
  ])('to %s may be %j', async (stepId, value) => {
    const reply = await desk.report(ada, 'poll', 'answered', { stepId, value });
    expect(reply).toMatchObject({ accepted: 1, rejected: [] });
    expect((await answerOf(ada, stepId))?.value).toEqual(value);
  });

  it.each([
    ['nps', 11],
    ['nps', -1],
    ['nps', 9.5],
    ['nps', '9'],
    ['nps', null],
    ['nps', undefined],
    ['nps', [9]],
    ['nps', true],
    ['scale', 0],
    ['scale', 6],
    ['slider', 1.1],
    ['slider', 1e300],
    ['single', 'D'],
    ['single', ['A']],
    ['single', ''],
    ['multiple', 'A'],
    ['multiple', []],
    ['multiple', ['A', 'A']],
    ['multiple', ['A', 'D']],
    ['multiple', [['A']]],
    ['any', ['D']],
    ['text', ''],
    ['text', 5],
    ['text', 'x'.repeat(701)],
    ['text', { a: 1 }],
  ])('to %s may not be %j', async (stepId, value) => {
    const reply = await desk.report(ada, 'poll', 'answered', { stepId, value });
    expect(codesOf(reply)).toEqual([['invalid_answer', 'command', 'value']]);
    expect(reply.accepted).toBe(0);
    expect(await profileOf(ada)).toBeUndefined();
    expect(await events()).toEqual([]);
  });
});

describe('what is refused', () => {
  it.each<[object, [string, string, string]]>([
    [{ experienceId: undefined }, ['missing_experience', 'command', 'experienceId']],
    [{ experienceId: 5 }, ['not_a_string', 'command', 'experienceId']],
    [{ experienceId: 'nothing' }, ['unknown_experience', 'command', 'experienceId']],
    [{ experienceId: '__proto__' }, ['unknown_experience', 'command', 'experienceId']],
    [{ experienceId: 'draft' }, ['unknown_experience', 'command', 'experienceId']],
    [{ action: 'clicked' }, ['invalid_action', 'command', 'action']],
    [{ action: 'stepSeen' }, ['missing_step', 'command', 'stepId']],
    [{ action: 'answered', value: 1 }, ['missing_step', 'command', 'stepId']],
    [{ action: 'stepSeen', stepId: 'x' }, ['unknown_step', 'command', 'stepId']],
    [{ action: 'answered', stepId: 'x', value: 1 }, ['unknown_step', 'command', 'stepId']],
    [{ action: 'answered', stepId: 'bye', value: 1 }, ['not_a_question', 'command', 'stepId']],
    [{ show: 'a b' }, ['invalid_show', 'command', 'show']],
    [{ show: 7 }, ['invalid_show', 'command', 'show']],
  ])('%j', async (wrong, refusal) => {
    await desk.put({ id: 'draft', status: 'draft', publishedAt: undefined as never });
    const command = { type: 'experience', experienceId: 'poll', action: 'seen', ...wrong };
    const reply = await desk.say(ada, command, { type: 'track', event: 'next' });
    expect(codesOf(reply)).toEqual([refusal]);
    expect(reply.accepted).toBe(1);
    expect((await events()).map(({ name }) => name)).toEqual(['next']);
  });

  it('is the step alone of a showing, when that step is gone since', async () => {
    const reply = await desk.report(ada, 'poll', 'seen', { stepId: 'gone' });
    expect(codesOf(reply)).toEqual([['unknown_step', 'key', 'stepId']]);
    expect(reply.accepted).toBe(1);
    expect(await interactionOf(ada)).toEqual({ firstSeen: noon, seen: noon });
    expect((await events())[0]?.properties.has('stepId')).toBe(false);
  });

  it('is nothing of one that was paused while it was open', async () => {
    await desk.put({ id: 'poll', status: 'paused' });
    const reply = await desk.report(ada, 'poll', 'answered', { stepId: 'nps', value: 9 });
    expect(reply.rejected).toEqual([]);
  });

  it('does not hide a conflict: all that follows is sent again', async () => {
    await desk.say(ada, { type: 'identify', userId: 'u-1' });
    const reply = await desk.say(
      ada,
      { type: 'identify', userId: 'u-2' },
      { type: 'experience', experienceId: 'nothing', action: 'seen' },
    );
    expect(reply.rejected.map(({ code }) => code)).toEqual([
      'identity_conflict',
      'identity_conflict',
    ]);
  });
});
