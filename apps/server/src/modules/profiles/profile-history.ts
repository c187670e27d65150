import { isDeepStrictEqual } from 'node:util';
import { answerKey, type Instant, type Value } from '@muster/conditions';
import type { Interaction, ProfileDocument } from './profile-document.ts';

/** Adds tags that the user does not have yet, in the order given. */
export function addTags(document: ProfileDocument, tags: readonly string[]): ProfileDocument {
  const united = [...new Set([...document.tags, ...tags])];
  return united.length === document.tags.length ? document : { ...document, tags: united };
}

/** Removes tags; those that the user does not have are ignored. */
export function removeTags(document: ProfileDocument, tags: readonly string[]): ProfileDocument {
  const kept = document.tags.filter((tag) => !tags.includes(tag));
  return kept.length === document.tags.length ? document : { ...document, tags: kept };
}

/**
 * Records that an experience was seen, completed or dismissed: the latest instant is kept, and the first
 * at which it was seen.
 */
export function markInteraction(
  document: ProfileDocument,
  experienceId: string,
  interaction: 'seen' | 'completed' | 'dismissed',
  at: Instant,
): ProfileDocument {
  const present = document.interactions.get(experienceId) ?? {};
  const made = { [interaction]: at, ...(interaction === 'seen' && { firstSeen: at }) };
  const joined = joinInteraction(present, made);
  if (isDeepStrictEqual(joined, present)) return document;
  return { ...document, interactions: new Map(document.interactions).set(experienceId, joined) };
}

/** What is known of two users, or of one at two times, together. */
export function joinInteraction(one: Interaction, other: Interaction): Interaction {
  const joined: Interaction = {};
  for (const key of ['firstSeen', 'seen', 'completed', 'dismissed'] as const) {
    const instants = [one[key], other[key]].filter((at) => at !== undefined);
    if (instants.length === 0) continue;
    joined[key] = key === 'firstSeen' ? Math.min(...instants) : Math.max(...instants);
  }
  return joined;
}

/** Keeps the answer to one step when it is the latest; of two at one instant, the later arrival. */
export function recordAnswer(
  document: ProfileDocument,
  step: { experienceId: string; stepId: string },
  value: Value,
  at: Instant,
): ProfileDocument {
  const key = answerKey(step.experienceId, step.stepId);
  const present = document.answers.get(key);
  if (present !== undefined && present.at > at) return document;
  return { ...document, answers: new Map(document.answers).set(key, { value, at }) };
}

/** Records that the user was in an import. */
export function addImport(document: ProfileDocument, importId: string): ProfileDocument {
  if (document.imports.includes(importId)) return document;
  return { ...document, imports: [...document.imports, importId] };
}
