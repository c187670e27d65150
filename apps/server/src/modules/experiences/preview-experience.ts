import type { PreviewedDraft, ShownExperienceBody } from '@muster/protocol';
import type { Project, Store } from '../../store/store.ts';
import { findNumber, refuseUser } from '../users/user-service.ts';
import { createPersonValues, noValues } from './content/person-values.ts';
import { toShown } from './content/to-shown.ts';

/** A draft as a browser would get it. Throws a 404 for a user that is not there. */
export type PreviewExperience = (
  project: Project,
  draft: PreviewedDraft,
) => Promise<ShownExperienceBody>;

export function createPreview(store: Store): PreviewExperience {
  return async (project, { type, steps, theme, userId }) => {
    const content = {
      ...{ id: 'preview', version: 1, type, steps, theme },
      target: { showOn: { type: 'open' as const, delaySeconds: 0 } },
    };
    if (userId === undefined) return toShown(content, { find: noValues });
    const person = await store.read(async (tx) => {
      const number = await findNumber(tx, project, { id: userId });
      const [document] = await tx.profiles(project.number, [number]);
      return document ?? refuseUser();
    });
    return toShown(content, { find: createPersonValues(person) });
  };
}
