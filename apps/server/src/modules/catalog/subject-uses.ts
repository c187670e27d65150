import { type AttributeSource, parseTree, type References, references } from '@muster/conditions';
import type { CatalogSubject, UseBody } from '@muster/protocol';
import type { ExperienceRow } from '../../store/experiences.ts';
import type { ReadTransaction, SegmentRow } from '../../store/store.ts';
import { readVariables } from '../experiences/content/read-variables.ts';
import { listWhos } from '../experiences/who-plans.ts';

/** Reads what `findSubjectUses` looks through. */
export async function readUsers(tx: ReadTransaction, project: number) {
  return { segments: await tx.segments(project), experiences: await tx.experiences(project) };
}

/**
 * Segments and experiences that name it themselves: in conditions, as the event they are shown on, or
 * as a variable in a text. A tree that no longer parses matches nobody, so it uses nothing.
 */
export function findSubjectUses(
  subject: CatalogSubject,
  {
    segments,
    experiences,
  }: { segments: readonly SegmentRow[]; experiences: readonly ExperienceRow[] },
): UseBody[] {
  const bySegments = segments
    .filter(({ conditions }) => isNamedIn(conditions, subject))
    .map(({ id, name }): UseBody => ({ type: 'segment', id, name }));
  const byExperiences = experiences
    .filter((experience) => isNamedBy(experience, subject))
    .map(({ id, name }): UseBody => ({ type: 'experience', id, name }));
  return [...bySegments, ...byExperiences];
}

function isNamedBy({ target, steps }: ExperienceRow, subject: CatalogSubject): boolean {
  const { showOn } = target;
  if (subject.type === 'event' && showOn.type === 'event') {
    if (showOn.source === subject.source && showOn.name === subject.name) return true;
  }
  if (subject.type === 'attribute' && hasVariable(steps, subject)) return true;
  return listWhos({ target, steps }).some(
    ({ who }) => who.type === 'conditions' && isNamedIn(who.conditions, subject),
  );
}

function isNamedIn(conditions: unknown, subject: CatalogSubject): boolean {
  const parsed = parseTree(conditions);
  return parsed.ok && names(references(parsed.value), subject);
}

function names({ attributes, events }: References, subject: CatalogSubject): boolean {
  if (subject.type === 'attribute') {
    return attributes.some(({ source, key }) => source === subject.source && key === subject.key);
  }
  const event = events.find(
    ({ source, name }) => source === subject.source && name === subject.name,
  );
  if (event === undefined || subject.type === 'event') return event !== undefined;
  return event.properties.some(({ key }) => key === subject.key);
}

/** How a text names values of a source; without a prefix it may mean any of them. */
const prefixes: Record<AttributeSource, string[]> = {
  native: [''],
  custom: ['', 'attr.'],
  trait: ['', 'trait.'],
};

/** Whether any text of these steps has a variable that may mean the attribute. */
function hasVariable(
  content: unknown,
  { source, key }: Extract<CatalogSubject, { type: 'attribute' }>,
): boolean {
  if (typeof content === 'string') {
    const wanted = prefixes[source].map((prefix) => prefix + key.trim());
    return readVariables(content).some(
      (piece) => typeof piece === 'object' && wanted.includes(piece.key),
    );
  }
  if (typeof content !== 'object' || content === null) return false;
  return Object.values(content).some((part) =>
    hasVariable(part, { type: 'attribute', source, key }),
  );
}
