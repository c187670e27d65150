import { stillLasts } from '../../still-lasts.ts';
import type { Project, Store } from '../../store/store.ts';

/** Projects by their public ids. */
export interface KnownProjects {
  find(id: string): Promise<Project | undefined>;
  /** Forgets what is remembered: call it when a project has changed. */
  forget(): void;
}

/** Another process over the same store learns of a change when what it remembers is this old. */
const rememberForMs = 2_000;
const maxRemembered = 1_000;

/** Remembers projects for a moment, and for as long that there is no project of an id. */
export function createKnownProjects(store: Store, now: () => number): KnownProjects {
  const known = new Map<string, { project: Project | undefined; until: number }>();
  // Counts the calls of `forget`: a look-up begun before one is not remembered after it.
  let generation = 0;

  return {
    async find(id) {
      const remembered = known.get(id);
      if (remembered && stillLasts(remembered.until, rememberForMs, now())) {
        return remembered.project;
      }
      const begunIn = generation;
      const project = await store.read((tx) => tx.project(id));
      if (begunIn === generation) {
        if (known.size >= maxRemembered) known.clear();
        known.set(id, { project, until: now() + rememberForMs });
      }
      return project;
    },
    forget() {
      generation += 1;
      known.clear();
    },
  };
}
