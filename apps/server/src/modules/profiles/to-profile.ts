import type { NativeFields, Profile, Value } from '@muster/conditions';
import type { ProfileDocument, Stamped } from './profile-document.ts';

/** What conditions see of a user: values without their stamps, removed ones left out. */
export function toProfile(document: ProfileDocument): Profile {
  const interactions = [...document.interactions];
  return {
    native: toNativeFields(document),
    attributes: toValues(document.attributes),
    traits: toValues(document.traits),
    seen: new Set(interactions.filter(([, { seen }]) => seen !== undefined).map(([id]) => id)),
    completed: new Set(
      interactions.filter(([, { completed }]) => completed !== undefined).map(([id]) => id),
    ),
    answers: new Map([...document.answers].map(([key, { value }]) => [key, value])),
    imports: new Set(document.imports),
  };
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

function toValues(stamped: ReadonlyMap<string, Stamped<Value>>): Map<string, Value> {
  const values = new Map<string, Value>();
  for (const [key, { value }] of stamped) if (value !== null) values.set(key, value);
  return values;
}
