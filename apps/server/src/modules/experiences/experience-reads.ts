import type {
  ExperienceBody,
  ExperienceSummaryBody,
  ExperienceVersionBody,
} from '@muster/protocol';
import type { Project, Store } from '../../store/store.ts';
import { readSurroundings } from '../audience/read-question.ts';
import { toExperienceBody, toSummaryBody, toVersionBody } from './experience-bodies.ts';
import { findExperienceUses } from './experience-uses.ts';
import { refuseMissing } from './experience-writes.ts';
import { toVersion } from './save-change.ts';

/** What can be read of experiences. Throws a 404 for one that is not there. */
export interface ExperienceReads {
  /** Latest changed first. */
  list(project: Project): Promise<ExperienceSummaryBody[]>;
  get(project: Project, id: string): Promise<ExperienceBody>;
  /** Newest first; also of a deleted experience. */
  versions(project: Project, id: string): Promise<ExperienceVersionBody[]>;
}

interface Parts {
  store: Store;
  now: () => number;
}

export function createExperienceReads({ store, now }: Parts): ExperienceReads {
  /** All of the project, with a function that says what is known of each. */
  async function readAll(project: Project) {
    const { segments, experiences, resolver } = await store.read((tx) =>
      readSurroundings(tx, project, now),
    );
    const usesById = findExperienceUses(segments, experiences);
    return experiences.map((row) => ({ row, resolver, uses: usesById.get(row.id) ?? [] }));
  }

  return {
    async list(project) {
      const states = await readAll(project);
      const latest = states.sort(
        ({ row: a }, { row: b }) => b.updatedAt - a.updatedAt || (a.id < b.id ? -1 : 1),
      );
      return latest.map(toSummaryBody);
    },

    async get(project, id) {
      const state = (await readAll(project)).find(({ row }) => row.id === id);
      if (state === undefined) throw refuseMissing();
      return toExperienceBody(state);
    },

    async versions({ number }, id) {
      const { current, earlier } = await store.read(async (tx) => ({
        current: await tx.experience(number, id),
        earlier: await tx.experienceVersions(number, id),
      }));
      const all = current ? [toVersion(current), ...earlier] : earlier;
      if (all.length === 0) throw refuseMissing();
      return all.map(toVersionBody);
    },
  };
}
