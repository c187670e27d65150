import { parseTree, type References, references } from '@muster/conditions';
import type { UseBody, WhoBody } from '@muster/protocol';
import type { ExperienceContent, ExperienceRow } from '../../store/experiences.ts';
import type { SegmentRow } from '../../store/store.ts';
import { listWhos } from './who-plans.ts';

/** What names an experience, and which of its steps' answers. */
export interface ExperienceUse extends UseBody {
  stepIds: ReadonlySet<string>;
}

/** Ids of the segments that any Who of the experience names, each once. */
export function listSegmentIds(content: Pick<ExperienceContent, 'target' | 'steps'>): Set<string> {
  return new Set(listWhos(content).flatMap(({ who }) => segmentIdsOf(who)));
}

/** Ids of the segments that it names itself, not through others. */
export function segmentIdsOf(who: WhoBody): string[] {
  if (who.type === 'segments') return who.segmentIds;
  return readReferences(who)?.segments.map(({ segmentId }) => segmentId) ?? [];
}

/** Ids of the experiences that buttons of these steps start, with the place of each. */
export function listStarts(steps: ExperienceContent['steps']) {
  return steps.flatMap(({ buttons }, step) =>
    buttons.flatMap(({ action, experienceId }, button) =>
      action === 'experience' && experienceId !== undefined
        ? [{ experienceId, path: ['steps', step, 'buttons', button, 'experienceId'] }]
        : [],
    ),
  );
}

/**
 * What uses each experience, by its id: segments and other experiences whose conditions name it, and
 * experiences that a button of theirs starts it from. What an experience says of itself is no use.
 */
export function findExperienceUses(
  segments: readonly SegmentRow[],
  experiences: readonly ExperienceRow[],
): ReadonlyMap<string, ExperienceUse[]> {
  const usesById = new Map<string, ExperienceUse[]>();

  function addUses(user: UseBody, named: ReadonlyMap<string, ReadonlySet<string>>): void {
    for (const [id, stepIds] of named) {
      if (id === user.id) continue;
      const uses = usesById.get(id) ?? [];
      uses.push({ ...user, stepIds });
      usesById.set(id, uses);
    }
  }

  for (const { id, name, conditions } of segments) {
    const parsed = parseTree(conditions);
    if (parsed.ok) addUses({ type: 'segment', id, name }, gather([references(parsed.value)], []));
  }
  for (const { id, name, target, steps } of experiences) {
    const named = listWhos({ target, steps }).flatMap(({ who }) => readReferences(who) ?? []);
    const started = listStarts(steps).map(({ experienceId }) => experienceId);
    addUses({ type: 'experience', id, name }, gather(named, started));
  }
  return usesById;
}

/** A Who that no longer parses matches nobody, so it refers to nothing. */
function readReferences(who: WhoBody): References | undefined {
  if (who.type !== 'conditions') return undefined;
  const parsed = parseTree(who.conditions);
  return parsed.ok ? references(parsed.value) : undefined;
}

/** The steps that are named of each experience that is. */
function gather(named: readonly References[], started: readonly string[]) {
  const stepIdsById = new Map<string, Set<string>>(started.map((id) => [id, new Set()]));
  for (const { experienceId, steps } of named.flatMap(({ experiences }) => experiences)) {
    const stepIds = stepIdsById.get(experienceId) ?? new Set();
    for (const { stepId } of steps) stepIds.add(stepId);
    stepIdsById.set(experienceId, stepIds);
  }
  return stepIdsById;
}
