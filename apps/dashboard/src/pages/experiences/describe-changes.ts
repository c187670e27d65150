import type { Names } from '@muster/conditions';
import type { ShownDifference } from '../difference-list.tsx';
import { isSame } from '../is-same.ts';
import { describeWho } from './describe-who.ts';
import { changedParts, type ExperienceContent } from './experience-editor.ts';

/** What is different between two versions, in words, in the order of the page. */
export function describeChanges(
  before: ExperienceContent,
  after: ExperienceContent,
  names: Names,
): ShownDifference[] {
  const changes: ShownDifference[] = [];
  if (before.name !== after.name) {
    changes.push({ what: 'Name', before: before.name, after: after.name });
  }
  changes.push(...describeSteps(before.steps, after.steps));
  for (const [part, value] of Object.entries(changedParts(after.theme, before.theme))) {
    const was = before.theme[part as keyof typeof before.theme];
    changes.push({
      what: `Look: ${part}`,
      before: String(was ?? 'auto'),
      after: String(value ?? 'auto'),
    });
  }
  const { showOn, where, when } = changedParts(after.target, before.target);
  const was = describeWho(before.target.who, names);
  const is = describeWho(after.target.who, names);
  if (!isSame(before.target.who, after.target.who)) {
    changes.push({ what: 'Who', ...(was !== is && { before: was }), after: is });
  }
  for (const [what, part] of Object.entries({ 'Show on': showOn, Where: where, When: when })) {
    if (part !== undefined) changes.push({ what, after: 'changed' });
  }
  return changes;
}

type Steps = ExperienceContent['steps'];

function describeSteps(before: Steps, after: Steps): ShownDifference[] {
  const beforeById = new Map(before.map((step, index) => [step.id, { step, index }]));
  const afterIds = new Set(after.map(({ id }) => id));
  const gone = before.flatMap((step, index) =>
    afterIds.has(step.id) ? [] : [{ what: `Step ${index + 1}`, before: nameOf(step, index) }],
  );
  const changed = after.flatMap((step, index): ShownDifference[] => {
    const was = beforeById.get(step.id);
    const what = `Step ${index + 1}`;
    if (was === undefined) return [{ what, after: nameOf(step, index) }];
    if (isSame(was.step, step)) return [];
    const parts = Object.keys({ ...was.step, ...step }).filter(
      (part) => !isSame(was.step[part as keyof typeof step], step[part as keyof typeof step]),
    );
    return [{ what, after: `${nameOf(step, index)}: ${parts.join(', ')} changed` }];
  });
  const kept = before.filter(({ id }) => afterIds.has(id)).map(({ id }) => id);
  const order = after.filter(({ id }) => beforeById.has(id)).map(({ id }) => id);
  const moved = isSame(kept, order) ? [] : [{ what: 'Order', after: 'steps moved' }];
  return [...gone, ...changed, ...moved];
}

function nameOf({ title }: Steps[number], index: number): string {
  return title.trim() === '' ? `step ${index + 1}` : `“${title}”`;
}
