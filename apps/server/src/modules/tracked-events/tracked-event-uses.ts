import { parseTree, references } from '@muster/conditions';
import type { UseBody } from '@muster/protocol';
import type { ExperienceRow } from '../../store/experiences.ts';
import type { SegmentRow } from '../../store/store.ts';
import { listWhos } from '../experiences/who-plans.ts';

/**
 * What uses the events of source `app`, by their names: segments and experiences whose conditions name one,
 * experiences that one starts, and checklists of which it completes an item.
 */
export function findTrackedEventUses(
  segments: readonly SegmentRow[],
  experiences: readonly ExperienceRow[],
): ReadonlyMap<string, UseBody[]> {
  const usesByName = new Map<string, UseBody[]>();

  function addUses(use: UseBody, names: Iterable<string>): void {
    for (const name of new Set(names)) {
      const uses = usesByName.get(name) ?? [];
      uses.push(use);
      usesByName.set(name, uses);
    }
  }

  for (const { id, name, conditions } of segments) {
    addUses({ type: 'segment', id, name }, listNames(conditions));
  }
  for (const experience of experiences) {
    const { id, name } = experience;
    addUses({ type: 'experience', id, name }, listNamesOf(experience));
  }
  return usesByName;
}

/** Conditions that no longer parse match nobody, so they name nothing. */
function listNames(conditions: unknown): string[] {
  const parsed = parseTree(conditions);
  if (!parsed.ok) return [];
  return references(parsed.value).events.flatMap(({ source, name }) =>
    source === 'app' ? [name] : [],
  );
}

function listNamesOf({ target, steps }: ExperienceRow): string[] {
  const { showOn } = target;
  const shownOn = showOn.type === 'event' && showOn.source === 'app' ? [showOn.name] : [];
  const done = steps.flatMap(({ task }) =>
    task?.event?.source === 'app' ? [task.event.name] : [],
  );
  const named = listWhos({ target, steps }).flatMap(({ who }) =>
    who.type === 'conditions' ? listNames(who.conditions) : [],
  );
  return [...shownOn, ...done, ...named];
}
