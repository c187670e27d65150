import type { Condition, Group, Profile, TreeNode } from '@muster/conditions';
import { toEventLookup } from '@muster/conditions';
import type { WhoBody } from '@muster/protocol';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createProjectPlans } from '../../src/modules/sdk/project-plans.ts';
import type { ExperienceRow } from '../../src/store/experiences.ts';
import type { Project, SegmentRow, Store, WriteTransaction } from '../../src/store/store.ts';
import { describeOnEngine } from '../store/engines.ts';
import { makeExperience, noon } from '../store/samples.ts';

// Nothing broken ever widens an audience: whatever is lost of what conditions name, nobody is let in
// anywhere by that, and who named it lets in nobody.

const segmentIds = ['s0', 's1', 's2', 's3'];
const experienceIds = ['e0', 'e1', 'e2'];
const stepIds = ['q0', 'q1'];

const not = fc.boolean();

function arbitraryLeaf(nameable: readonly string[]): fc.Arbitrary<Condition> {
  const experienceId = fc.constantFrom(...experienceIds);
  const interaction = fc.constantFrom('seen' as const, 'completed' as const);
  const leaves: fc.Arbitrary<Condition>[] = [
    fc.record({ type: fc.constant('experience'), experienceId, interaction, not }),
    fc.record({
      ...{ type: fc.constant('answer'), experienceId, stepId: fc.constantFrom(...stepIds), not },
      ...{ kind: fc.constant('number'), operator: fc.constant('gte'), value: fc.constant(5) },
    }),
    fc.record({
      ...{ type: fc.constant('attribute'), source: fc.constant('custom'), key: fc.constant('x') },
      ...{ kind: fc.constant('string'), operator: fc.constant('notEmpty'), not },
    }) as fc.Arbitrary<Condition>,
  ];
  if (nameable.length > 0) {
    const segmentId = fc.constantFrom(...nameable);
    leaves.push(fc.record({ type: fc.constant('segment'), segmentId, not }));
  }
  return fc.oneof(...leaves);
}

function arbitraryTree(nameable: readonly string[]): fc.Arbitrary<Group> {
  const match = fc.constantFrom('all' as const, 'any' as const);
  const type = fc.constant('group' as const);
  const leaf = arbitraryLeaf(nameable);
  const children = fc.array(leaf, { minLength: 1, maxLength: 3 });
  const child: fc.Arbitrary<TreeNode> = fc.oneof(leaf, fc.record({ type, match, children }));
  return fc.record({ type, match, children: fc.array(child, { minLength: 1, maxLength: 3 }) });
}

const arbitraryWho: fc.Arbitrary<WhoBody> = fc.oneof(
  fc.constant({ type: 'everyone' as const }),
  fc.record({
    type: fc.constant('segments' as const),
    segmentIds: fc.uniqueArray(fc.constantFrom(...segmentIds), { minLength: 1 }),
  }),
  fc.record({ type: fc.constant('conditions' as const), conditions: arbitraryTree(segmentIds) }),
);

/** Segments name only those before them, so that there is no cycle. */
const arbitraryTrees = fc.tuple(
  ...segmentIds.map((_, index) => arbitraryTree(segmentIds.slice(0, index))),
);

/** By experience its own Who and that of its block. */
const arbitraryWhos = fc.tuple(...experienceIds.map(() => fc.tuple(arbitraryWho, arbitraryWho)));

const arbitraryPerson: fc.Arbitrary<Profile> = fc.record({
  native: fc.constant({ created: noon, sessions: 0, tags: [] }),
  attributes: fc.constantFrom(new Map(), new Map([['x', 'y']])),
  traits: fc.constant(new Map()),
  seen: fc.subarray(experienceIds).map((ids) => new Set(ids)),
  completed: fc.subarray(experienceIds).map((ids) => new Set(ids)),
  answers: fc
    .subarray(experienceIds.flatMap((id) => stepIds.map((step) => JSON.stringify([id, step]))))
    .map((keys) => new Map(keys.map((key, index) => [key, index * 3]))),
  imports: fc.constant(new Set<string>()),
});

type Lost = { segment: string } | { experience: string } | { question: [string, string] };

const arbitraryLost: fc.Arbitrary<Lost> = fc.oneof(
  fc.record({ segment: fc.constantFrom(...segmentIds) }),
  fc.record({ experience: fc.constantFrom(...experienceIds) }),
  fc.record({
    question: fc.tuple(fc.constantFrom(...experienceIds), fc.constantFrom(...stepIds)),
  }),
);

function makeSegment(project: number, id: string, conditions: unknown): SegmentRow {
  const stamps = { createdAt: noon, createdBy: 'x', updatedAt: noon, updatedBy: 'x' };
  return { id, project, name: id, description: '', conditions, version: 1, ...stamps };
}

function makeLive(project: number, id: string, [own, ofBlock]: [WhoBody, WhoBody]): ExperienceRow {
  const { target } = makeExperience();
  const question = { kind: 'nps' as const, required: true };
  const steps = stepIds.map((step) => ({ id: step, title: '', body: '', buttons: [], question }));
  const block = { id: 'block', title: 'Block', body: '', buttons: [], who: ofBlock };
  const parts = { steps: [...steps, block], target: { ...target, who: own } };
  return makeExperience({ id, project, type: 'resourceCenter', status: 'live', ...parts });
}

async function lose(tx: WriteTransaction, project: number, lost: Lost): Promise<void> {
  if ('segment' in lost) await tx.deleteSegment(project, lost.segment);
  else if ('experience' in lost) await tx.deleteExperience(project, lost.experience);
  else {
    const [id, question] = lost.question;
    const row = await tx.experience(project, id);
    if (row === undefined) throw new Error(`There is no ${id}.`);
    const steps = row.steps.filter((step) => step.id !== question);
    await tx.updateExperience({ ...row, steps, version: 2 }, 1);
  }
}

/** The Whos that this person is in, and the segments, each by a name that no loss changes. */
async function findAll(store: Store, { project, person }: { project: Project; person: Profile }) {
  const { experiences, judge } = await store.read((tx) =>
    createProjectPlans().prepare(tx, project, noon),
  );
  const { isIn, findSegments } = judge(person, toEventLookup([]));
  const whos = experiences.flatMap(({ row, who, blocks }) => [
    ...(isIn(who) ? [`${row.id} itself`] : []),
    ...[...blocks.values()].filter(isIn).map(() => `${row.id} block`),
  ]);
  return new Set([...whos, ...findSegments().map(({ id }) => id)]);
}

describeOnEngine('sqlite', 'what is lost', ({ open }) => {
  it('lets nobody in who was not in before', async () => {
    const store = await open();
    let made = 0;
    await fc.assert(
      fc.asyncProperty(
        ...[arbitraryTrees, arbitraryWhos, arbitraryPerson, arbitraryLost],
        async (trees, whos, person, lost) => {
          const project = await store.write(async (tx) => {
            const named = { name: 'P', timeZone: 'UTC', createdAt: noon };
            const added = await tx.insertProject({ id: `p${made++}`, ...named });
            for (const [i, tree] of trees.entries()) {
              await tx.insertSegment(makeSegment(added.number, segmentIds[i] ?? '', tree));
            }
            for (const [i, pair] of whos.entries()) {
              await tx.insertExperience(makeLive(added.number, experienceIds[i] ?? '', pair));
            }
            return added;
          });
          const before = await findAll(store, { project, person });
          await store.write((tx) => lose(tx, project.number, lost));
          const after = await findAll(store, { project, person });
          expect([...after].filter((name) => !before.has(name))).toEqual([]);
          expectNobody(after, lost, trees, whos);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('or was garbled as a Who lets nobody in, and keeps no other from being evaluated', async () => {
    const store = await open();
    const garbled = fc.oneof(
      fc.json().map((json) => JSON.parse(json)),
      fc.record({ type: fc.constant('segments'), segmentIds: fc.jsonValue() }),
      fc.record({ type: fc.constant('conditions'), conditions: fc.jsonValue() }),
      fc.record({ type: fc.string(), conditions: arbitraryTree([]) }),
      fc.constantFrom(null, {}, { type: 'segments' }, { type: 'conditions' }, { type: 'Everyone' }),
    );
    let made = 0;
    await fc.assert(
      fc.asyncProperty(garbled, arbitraryPerson, async (who, person) => {
        const everyone: WhoBody = { type: 'everyone' };
        const project = await store.write(async (tx) => {
          const named = { name: 'P', timeZone: 'UTC', createdAt: noon };
          const added = await tx.insertProject({ id: `g${made++}`, ...named });
          await tx.insertExperience(makeLive(added.number, 'sound', [everyone, everyone]));
          await tx.insertExperience(makeLive(added.number, 'garbled', [who as WhoBody, everyone]));
          return added;
        });
        const found = await findAll(store, { project, person });
        expect(found).toEqual(new Set(['sound itself', 'sound block', 'garbled block']));
      }),
      { numRuns: 150 },
    );
  });
});

/** What names the lost thing, directly or through segments, lets in nobody. */
function expectNobody(
  found: ReadonlySet<string>,
  lost: Lost,
  trees: readonly Group[],
  whos: readonly [WhoBody, WhoBody][],
): void {
  const broken = new Set('segment' in lost ? [lost.segment] : []);
  const isBroken = (node: TreeNode): boolean => {
    switch (node.type) {
      case 'group':
        return node.children.some(isBroken);
      case 'segment':
        return broken.has(node.segmentId);
      case 'experience':
        return 'experience' in lost && node.experienceId === lost.experience;
      case 'answer':
        if ('experience' in lost) return node.experienceId === lost.experience;
        return (
          'question' in lost &&
          node.experienceId === lost.question[0] &&
          node.stepId === lost.question[1]
        );
      default:
        return false;
    }
  };
  for (const [i, tree] of trees.entries()) if (isBroken(tree)) broken.add(segmentIds[i] ?? '');
  const isWhoBroken = (who: WhoBody) =>
    who.type === 'segments'
      ? who.segmentIds.some((id) => broken.has(id))
      : who.type === 'conditions' && isBroken(who.conditions as Group);
  for (const id of broken) expect(found).not.toContain(id);
  for (const [i, [own, ofBlock]] of whos.entries()) {
    if (isWhoBroken(own)) expect(found).not.toContain(`${experienceIds[i]} itself`);
    if (isWhoBroken(ofBlock)) expect(found).not.toContain(`${experienceIds[i]} block`);
  }
}
