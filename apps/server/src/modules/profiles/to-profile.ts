import type { NativeFields, Profile, Value } from '@muster/conditions';
import { none, type ProfileDocument, type Stamped } from './profile-document.ts';

/** What conditions see of a user: values without their stamps, removed ones left out. */
export function toProfile(document: ProfileDocument): Profile {
  return {
    native: toNativeFields(document),
    attributes: toValues(document.attributes),
    traits: toValues(document.traits),
    seen: findIds(document.interactions, 'seen'),
    completed: findIds(document.interactions, 'completed'),
    answers: toValues(document.answers),
    imports: document.imports.length === 0 ? noIds : new Set(document.imports),
  };
}

/** Of most users there is little, and many are read: what is empty need not be made. */
const noIds: ReadonlySet<never> = new Set();

function findIds(
  interactions: ProfileDocument['interactions'],
  kind: 'seen' | 'completed',
): ReadonlySet<string> {
  if (interactions.size === 0) return noIds;
  const ids = new Set<string>();
  for (const [id, interaction] of interactions) if (interaction[kind] !== undefined) ids.add(id);
  return ids;
}

function toNativeFields(document: ProfileDocument): NativeFields {
  const { userId, firstSeen, lastActivity, created, sessions, tags } = document;
  const fields: NativeFields = { created, sessions, tags };
  if (userId !== undefined) fields.id = userId;
  if (firstSeen !== undefined) fields.firstSeen = firstSeen;
  if (lastActivity !== undefined) fields.lastActivity = lastActivity;
  for (const key of ['name', 'email', 'language'] as const) {
    const value = document[key]?.value;
    if (value !== undefined && value !== null) fields[key] = value;
  }
  return fields;
}

function toValues(
  stamped: ReadonlyMap<string, Pick<Stamped<Value>, 'value'>>,
): ReadonlyMap<string, Value> {
  if (stamped.size === 0) return none;
  const values = new Map<string, Value>();
  for (const [key, { value }] of stamped) if (value !== null) values.set(key, value);
  return values;
}
