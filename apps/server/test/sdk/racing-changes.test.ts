import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ExperienceRow } from '../../src/store/experiences.ts';
import { allOf, isOneOf } from '../http/test-house.ts';
import { describeOnEngines } from '../store/engines.ts';
import { createExperienceDesk, makeTarget } from './experience-helpers.ts';
import { makeId, openSdk, type TestSdk } from './open-sdk.ts';

// Somebody publishes, pauses, edits and deletes while browsers ask. Whatever falls together, a page gets
// nothing that no state of the store would give it, and once a change is acknowledged nothing that is older.

const experienceIds = ['x', 'y'];
const segmentIds = ['s', 't'];
const golden = allOf(isOneOf('tier', 'gold'));

const change = fc.oneof(
  fc.record({
    type: fc.constant('publish' as const),
    id: fc.constantFrom(...experienceIds),
    segments: fc.subarray(segmentIds, { minLength: 1 }),
    isBlock: fc.boolean(),
  }),
  fc.record({ type: fc.constant('pause' as const), id: fc.constantFrom(...experienceIds) }),
  fc.record({ type: fc.constant('garble' as const), id: fc.constantFrom(...experienceIds) }),
  fc.record({ type: fc.constant('remove' as const), id: fc.constantFrom(...experienceIds) }),
  fc.record({ type: fc.constant('lose' as const), id: fc.constantFrom(...segmentIds) }),
  fc.record({ type: fc.constant('save' as const), id: fc.constantFrom(...segmentIds) }),
);
type Change = typeof change extends fc.Arbitrary<infer Value> ? Value : never;

/** What is stored, as plainly as can be. */
interface Model {
  /** Of each that is live the segments of its Who; `null`: it is garbled. */
  live: Map<string, string[] | null>;
  segments: Set<string>;
}

function applyToModel({ live, segments }: Model, change: Change): void {
  if (change.type === 'publish') live.set(change.id, change.segments);
  else if (change.type === 'garble' && live.has(change.id)) live.set(change.id, null);
  else if (change.type === 'pause' || change.type === 'remove') live.delete(change.id);
  else if (change.type === 'lose') segments.delete(change.id);
  else if (change.type === 'save') segments.add(change.id);
}

/** What a golden user sees; others see nothing ever. */
function seenBy({ live, segments }: Model): string[] {
  return [...live].flatMap(([id, named]) => (named?.every((one) => segments.has(one)) ? [id] : []));
}

async function apply(sdk: TestSdk, change: Change): Promise<void> {
  const { store, project } = sdk;
  const desk = createExperienceDesk(() => sdk);
  const row = await store.read((tx) => tx.experience(project.number, change.id));
  switch (change.type) {
    case 'publish':
      return desk.put({ id: change.id, ...toContent(change) });
    case 'pause':
      if (row) await desk.put({ id: change.id, status: 'paused' });
      return;
    case 'garble':
      if (row) await desk.put({ id: change.id, target: makeTarget({ who: {} as never }) });
      return;
    case 'remove':
      await store.write((tx) => tx.deleteExperience(project.number, change.id));
      return;
    case 'lose':
      await store.write((tx) => tx.deleteSegment(project.number, change.id));
      return;
    case 'save':
      if (await store.read((tx) => tx.segment(project.number, change.id))) return;
      return desk.putSegment(change.id, golden);
  }
}

function toContent({ segments, isBlock }: Change & { type: 'publish' }): Partial<ExperienceRow> {
  const who = { type: 'segments' as const, segmentIds: segments };
  const step = { id: 'one', title: 'Hello', body: '', buttons: [] };
  // A center with no block for somebody is not shown to her.
  return isBlock
    ? { type: 'resourceCenter', status: 'live', steps: [{ ...step, who }], target: makeTarget() }
    : { type: 'post', status: 'live', steps: [step], target: makeTarget({ who }) };
}

describeOnEngines('Changes beside questions', ({ open }, kind) => {
  it('widen nothing, and hold at once', async () => {
    const sdk = await openSdk({ store: await open() });
    const desk = createExperienceDesk(() => sdk);
    const [ada, bob] = [makeId('ada'), makeId('bob')];
    const sayTier = (as: string, tier: string) =>
      desk.say(as, { type: 'attributes', values: { tier } });
    await sayTier(ada, 'gold');
    await sayTier(bob, 'tin');
    const see = async (as: string) => (await desk.see(as)).sort();
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 12 }), async (changes) => {
        for (const id of experienceIds) await apply(sdk, { type: 'remove', id });
        for (const id of segmentIds) await apply(sdk, { type: 'save', id });
        const model: Model = { live: new Map(), segments: new Set(segmentIds) };
        for (const one of changes) {
          const before = seenBy(model);
          applyToModel(model, one);
          const after = seenBy(model);
          const [first, other, second] = await Promise.all([
            see(ada),
            see(bob),
            see(ada),
            apply(sdk, one),
          ]);
          expect(other).toEqual([]);
          for (const seen of [first, second])
            expect([before.sort(), after.sort()]).toContainEqual(seen);
          expect(await see(ada)).toEqual(after.sort());
          expect(await see(bob)).toEqual([]);
        }
      }),
      { numRuns: kind === 'sqlite' ? 40 : 12 },
    );
  }, 300_000);
});
