import type { UserBody } from '@muster/protocol';
import type { ProfileDocument } from '../profiles/profile-document.ts';
import { toProfileView } from '../profiles/profile-view.ts';

/** A user as lists show her: the native fields. */
export function toUserBody(document: ProfileDocument): UserBody {
  // Emptied first, so that no time goes into views of values that are left out.
  const bare = { ...document, attributes: new Map(), traits: new Map() };
  const { attributes: _attributes, traits: _traits, ...native } = toProfileView(bare);
  return native;
}
