import type { Value } from '@muster/conditions';
import type { ProfileDocument, Stamped } from '../../profiles/profile-document.ts';
import type { FindValue } from './template.ts';

/**
 * What variables find of a person: a native field, else a custom attribute, else a Segment trait of that
 * name. `attr.` and `trait.` before a name say which is meant. A text or list that is empty is none.
 */
export function createPersonValues(person: ProfileDocument): FindValue {
  return (key) => {
    if (key.startsWith('attr.')) return findIn(person.attributes, key.slice('attr.'.length));
    if (key.startsWith('trait.')) return findIn(person.traits, key.slice('trait.'.length));
    return findNative(person, key) ?? findIn(person.attributes, key) ?? findIn(person.traits, key);
  };
}

/** Of nobody in particular: every variable is its fallback. */
export const noValues: FindValue = () => undefined;

function findNative(person: ProfileDocument, key: string): string | undefined {
  switch (key) {
    case 'id':
      return person.userId;
    case 'name':
    case 'email':
    case 'language':
      return toText(person[key]?.value);
    case 'sessions':
      return String(person.sessions);
    case 'tags':
      return toText(person.tags);
    default:
      return undefined;
  }
}

function findIn(values: ReadonlyMap<string, Stamped<Value>>, key: string): string | undefined {
  return toText(values.get(key)?.value);
}

function toText(value: Value | null | undefined): string | undefined {
  if (value === null || value === undefined) return undefined;
  const text = Array.isArray(value) ? value.join(', ') : String(value);
  return text === '' ? undefined : text;
}
